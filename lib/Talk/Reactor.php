<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Talk;

use OCA\Talk\Chat\ReactionManager;
use OCA\Talk\Exceptions\ReactionAlreadyExistsException;
use OCA\Talk\Exceptions\ReactionOutOfContextException;
use OCA\Talk\Model\Attendee;
use OCA\Talk\Model\AttendeeMapper;
use OCA\Talk\Room;
use OCA\TalkRelay\Door\Item;
use OCA\TalkRelay\Door\People;
use OCA\TalkRelay\Door\Verdict;
use OCP\Comments\ICommentsManager;
use OCP\Comments\NotFoundException;

/** Reactions are states: what is asked for is who stands there, not who came or went. */
final class Reactor {
	public function __construct(
		private readonly ReactionManager $reactions,
		private readonly ICommentsManager $comments,
		private readonly People $people,
		private readonly ServiceUser $service,
		private readonly AttendeeMapper $attendees,
		private readonly Permissions $permissions,
	) {
	}

	/**
	 * Exactly these of the relay's remote people, with this emoji. People who take part through Talk's own federation are left alone.
	 *
	 * @return list<int> none
	 * @throws Verdict
	 */
	public function react(Room $room, Item $item): array {
		$wanted = [];
		foreach ($item->by as $person) {
			$this->people->met($item->token, $person);
			$wanted[$person->id] = $person->name;
		}
		$ours = $this->people->of($item->token);
		$standing = array_intersect_key($this->standing($room, $item, Attendee::ACTOR_FEDERATED_USERS), $ours);
		// Who is in both conversations reacts in each as they like: here it is their own doing, whatever stands there.
		$themselves = $this->participants($room);
		$wanted = array_diff_key($wanted, $themselves);
		$standing = array_diff_key($standing, $themselves);
		$new = array_filter(array_diff_key($wanted, $standing), static fn (string|int $id): bool => !$ours[$id]->blocked, ARRAY_FILTER_USE_KEY);
		$gone = array_keys(array_diff_key($standing, $wanted));
		$may = $this->permissions->mayReact($room);
		// A refusal undoes all of an item, and what people take back they take back.
		if ($new !== [] && $gone === [] && !$may) {
			throw Verdict::cannot('Only moderators may react in the conversation');
		}
		foreach ($may ? $new : [] as $id => $name) {
			$this->add($room, $item, Attendee::ACTOR_FEDERATED_USERS, (string)$id, $name);
		}
		foreach ($gone as $id) {
			$this->take($room, $item, Attendee::ACTOR_FEDERATED_USERS, (string)$id, $ours[$id]->name);
		}
		return [];
	}

	/**
	 * ⏳ and ⚠️ for the author.
	 *
	 * @return list<int> none
	 * @throws Verdict
	 */
	public function sign(Room $room, Item $item): array {
		$id = $this->service->id();
		$stands = isset($this->standing($room, $item, Attendee::ACTOR_USERS)[$id]);
		match (true) {
			$item->stands && !$stands => $this->add($room, $item, Attendee::ACTOR_USERS, $id, ServiceUser::NAME),
			!$item->stands && $stands => $this->take($room, $item, Attendee::ACTOR_USERS, $id, ServiceUser::NAME),
			default => null,
		};
		return [];
	}

	/** @return array<array-key, true> who takes part through Talk's own federation, by id */
	private function participants(Room $room): array {
		$ids = [];
		foreach ($this->attendees->getActorsByType($room->getId(), Attendee::ACTOR_FEDERATED_USERS) as $attendee) {
			$ids[$attendee->getActorId()] = true;
		}
		return $ids;
	}

	/** @return array<array-key, true> by id */
	private function standing(Room $room, Item $item, string $type): array {
		try {
			$this->reactions->getCommentToReact($room, (string)$item->target);
		} catch (NotFoundException|ReactionOutOfContextException|\InvalidArgumentException) {
			throw Verdict::cannot('The message is no longer there');
		}
		$ids = [];
		foreach ($this->comments->retrieveAllReactionsWithSpecificReaction($item->target, $item->emoji) as $reaction) {
			if ($reaction->getActorType() === $type) {
				$ids[$reaction->getActorId()] = true;
			}
		}
		return $ids;
	}

	private function add(Room $room, Item $item, string $type, string $id, string $name): void {
		try {
			$this->reactions->addReactionMessage($room, $type, $id, $name, $item->target, $item->emoji);
		} catch (ReactionAlreadyExistsException) {
			// It stands: that is what was asked for.
		} catch (\UnexpectedValueException) {
			throw Verdict::cannot('Talk takes single emojis only');
		}
	}

	private function take(Room $room, Item $item, string $type, string $id, string $name): void {
		try {
			$this->reactions->deleteReactionMessage($room, $type, $id, $name, $item->target, $item->emoji);
		} catch (NotFoundException) {
			// Gone already.
		}
	}
}
