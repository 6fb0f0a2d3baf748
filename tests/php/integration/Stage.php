<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\Talk\Chat\ChatManager;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Participant;
use OCA\Talk\Room;
use OCA\Talk\Service\ParticipantService;
use OCA\Talk\Service\RoomService;
use OCA\TalkRelay\Db\Gateways;
use OCA\TalkRelay\Db\Members;
use OCA\TalkRelay\Door\Outbox;
use OCA\TalkRelay\Service\StoredRooms;
use OCP\IConfig;
use OCP\IUser;
use OCP\IUserManager;
use OCP\Server;

/** A federated conversation with two people of this server, made for one test and removed after it. */
final class Stage {
	private bool $there = true;

	private function __construct(
		public readonly Room $room,
		public readonly IUser $marta,
		public readonly IUser $iker,
		public readonly string $password,
		private readonly int $gateway,
		private readonly Switched $switched,
	) {
	}

	public static function open(int $type = Room::TYPE_GROUP): self {
		$users = Server::get(IUserManager::class);
		$people = [];
		$password = bin2hex(random_bytes(16)) . 'aA1!';
		foreach (['marta', 'iker'] as $name) {
			$user = $users->createUser("$name-" . bin2hex(random_bytes(4)), $password);
			assert($user instanceof IUser);
			$user->setDisplayName(ucfirst($name));
			$people[] = $user;
		}
		[$marta, $iker] = $people;
		$room = Server::get(RoomService::class)->createConversation($type, 'Stage', $marta);
		Server::get(ParticipantService::class)->addUsers($room, [
			['actorType' => Attendee::ACTOR_USERS, 'actorId' => $iker->getUID(), 'displayName' => $iker->getDisplayName()],
		]);
		$gateway = Server::get(Gateways::class)->add($room->getToken(), 'Stage', $marta->getUID(), time());
		Server::get(StoredRooms::class)->forget();
		$stage = new self($room, $marta, $iker, $password, $gateway, Switched::on());
		$stage->takeRows();
		return $stage;
	}

	public function close(): void {
		$this->switched->back();
		$this->deleteRoom();
		Server::get(Members::class)->deleteOf($this->gateway);
		Server::get(Gateways::class)->delete($this->gateway);
		Server::get(StoredRooms::class)->forget();
		$this->takeRows();
		$this->marta->delete();
		$this->iker->delete();
	}

	public function gatewayId(): int {
		return $this->gateway;
	}

	/** A room on another server that the conversation is joined with; its id. */
	public function join(string $address = 'there'): int {
		return Server::get(Members::class)->add($this->gateway, 1, $address, ucfirst($address), 'inout', '', 'given', $this->marta->getUID(), 1);
	}

	public function deleteRoom(): void {
		if ($this->there) {
			$this->there = false;
			Server::get(RoomService::class)->deleteRoom($this->room);
		}
	}

	public function participant(IUser $user): Participant {
		return Server::get(ParticipantService::class)->getParticipant($this->room, $user->getUID(), false);
	}

	/** Somebody here says something; its id. */
	public function say(IUser $user, string $text): int {
		$comment = Server::get(ChatManager::class)->sendMessage($this->room, $this->participant($user), Attendee::ACTOR_USERS, $user->getUID(), $text,
			new \DateTime());
		return (int)$comment->getId();
	}

	/** @return list<array{kind: string, body: array<string, mixed>}> what the outbox holds of this conversation; then it holds it no longer */
	public function takeRows(): array {
		$outbox = Server::get(Outbox::class);
		$rows = array_values(array_filter($outbox->rows(100_000)['rows'], fn (array $row): bool => $row['token'] === $this->room->getToken()));
		$outbox->acknowledge(array_column($rows, 'id'));
		return array_map(static fn (array $row): array
			=> ['kind' => $row['kind'], 'body' => json_decode(json_encode($row['body'], JSON_THROW_ON_ERROR), true)], $rows);
	}

	/**
	 * What a client of Talk does, over HTTP; without a user: a stranger.
	 *
	 * @return array{int, array<array-key, mixed>} status and data
	 */
	public function ocs(?IUser $user, string $method, string $path): array {
		[$status, $ocs] = $this->ask($user, $method, "apps/spreed/api/$path");
		return [$status, is_array($ocs['data'] ?? null) ? $ocs['data'] : []];
	}

	/**
	 * Any call of any app's.
	 *
	 * @param ?array<string, mixed> $body
	 * @return array{int, array<array-key, mixed>} status and the whole envelope
	 */
	public function ask(?IUser $user, string $method, string $path, ?array $body = null): array {
		$base = Server::get(IConfig::class)->getSystemValueString('overwrite.cli.url');
		$handle = curl_init("$base/ocs/v2.php/$path");
		assert($handle !== false);
		curl_setopt_array($handle, [CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true,
			CURLOPT_HTTPHEADER => ['OCS-APIRequest: true', 'Accept: application/json', ...($body === null ? [] : ['Content-Type: application/json'])]]
			+ ($user === null ? [] : [CURLOPT_USERPWD => $user->getUID() . ':' . $this->password])
			+ ($body === null ? [] : [CURLOPT_POSTFIELDS => json_encode($body, JSON_THROW_ON_ERROR)]));
		$json = json_decode((string)curl_exec($handle), true);
		return [(int)curl_getinfo($handle, CURLINFO_RESPONSE_CODE), is_array($json['ocs'] ?? null) ? $json['ocs'] : []];
	}
}
