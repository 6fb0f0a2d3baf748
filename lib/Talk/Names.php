<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Events\MessageParseEvent;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\Message;
use OCA\TalkRelay\Door\People;
use OCP\EventDispatcher\Event;

/**
 * Remote people's names in what Talk renders. Talk knows names of its participants only, and shows the id of everybody else.
 * All of it costs one query a conversation and request, and none where no remote person is concerned.
 */
final class Names {
	public function __construct(
		private readonly People $people,
	) {
	}

	/** Before Talk's own listeners: who wrote it, and who changed it last. */
	public function authors(Event $event): void {
		if (!$event instanceof MessageParseEvent) {
			return;
		}
		$message = $event->getMessage();
		if ($message->getActorType() === Attendee::ACTOR_FEDERATED_USERS && $message->getActorDisplayName() === $message->getActorId()) {
			$name = $this->name($event, $message->getActorId());
			if ($name !== null) {
				$message->setActor(Attendee::ACTOR_FEDERATED_USERS, $message->getActorId(), $name);
			}
		}
		$this->editor($event, $message);
	}

	/** After Talk's own listeners: who is named in it. */
	public function mentioned(Event $event): void {
		if (!$event instanceof MessageParseEvent) {
			return;
		}
		$message = $event->getMessage();
		$parameters = $message->getMessageParameters();
		$changed = false;
		foreach ($parameters as $key => $parameter) {
			if (($parameter['type'] ?? '') !== 'user' || !isset($parameter['server'])) {
				continue;
			}
			$name = $this->name($event, $parameter['id'] . '@' . $this->host($parameter['server']));
			if ($name !== null) {
				$parameters[$key]['name'] = $name;
				$changed = true;
			}
		}
		if ($changed) {
			$message->setMessage($message->getMessage(), $parameters, $message->getMessageRaw());
		}
	}

	private function editor(MessageParseEvent $event, Message $message): void {
		// The message has no getter for its last edit.
		$data = $message->getComment()?->getMetaData() ?? [];
		if (($data[Message::METADATA_LAST_EDITED_BY_TYPE] ?? '') !== Attendee::ACTOR_FEDERATED_USERS) {
			return;
		}
		$id = (string)($data[Message::METADATA_LAST_EDITED_BY_ID] ?? '');
		$name = $this->name($event, $id);
		if ($name !== null) {
			$message->setLastEdit(Attendee::ACTOR_FEDERATED_USERS, $id, $name, (int)($data[Message::METADATA_LAST_EDITED_TIME] ?? 0));
		}
	}

	private function name(MessageParseEvent $event, string $id): ?string {
		return $this->people->find($event->getRoom()->getToken(), $id)?->name;
	}

	/** `https://cloud.example` → `cloud.example` */
	private function host(string $server): string {
		return rtrim((string)preg_replace('#^https?://#', '', $server), '/');
	}
}
