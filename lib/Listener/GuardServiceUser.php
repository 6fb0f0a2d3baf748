<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Listener;

use OCA\Files_Trashbin\Events\MoveToTrashEvent;
use OCA\TalkRelay\AppInfo\Application;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\AppFramework\OCS\OCSException;
use OCP\Collaboration\AutoComplete\AutoCompleteFilterEvent;
use OCP\EventDispatcher\Event;
use OCP\EventDispatcher\IEventListener;
use OCP\IAppConfig;
use OCP\Server;
use OCP\User\Events\BeforeUserDeletedEvent;
use Psr\Log\LoggerInterface;

/**
 * The service user is not deleted by chance, not suggested when people look for people, and its files are gone when they are deleted.
 *
 * @template-implements IEventListener<Event>
 */
final class GuardServiceUser implements IEventListener {
	public function __construct(
		private readonly IAppConfig $config,
		private readonly LoggerInterface $logger,
	) {
	}

	public function handle(Event $event): void {
		try {
			$id = $this->config->getValueString(Application::ID, 'service_user');
			match (true) {
				$id === '' => null,
				$event instanceof BeforeUserDeletedEvent => $this->keep($id, $event),
				$event instanceof AutoCompleteFilterEvent => $event->setResults($this->without($id, $event->getResults())),
				$event instanceof MoveToTrashEvent && $event->getNode()->getOwner()?->getUID() === $id => $event->disableTrashBin(),
				default => null,
			};
		} catch (OCSException $e) {
			throw $e;
		} catch (\Throwable $e) {
			$this->logger->error('The service user could not be guarded', ['exception' => $e]);
		}
	}

	/** @throws OCSException which is how a deletion is refused */
	private function keep(string $id, BeforeUserDeletedEvent $event): void {
		if ($event->getUser()->getUID() === $id && Server::get(ServiceUser::class)->isKept($id)) {
			throw new OCSException('This user owns the files of federated conversations: end these with "occ talk_relay:purge"', 403);
		}
	}

	/** @param array<string, mixed> $results as Nextcloud's search for people gives them, exact ones in a list of their own */
	private function without(string $id, array $results): array {
		$others = static fn (array $rows): array
			=> array_values(array_filter($rows, static fn (array $row): bool => ($row['value']['shareWith'] ?? '') !== $id));
		if (is_array($results['users'] ?? null)) {
			$results['users'] = $others($results['users']);
		}
		if (is_array($results['exact']['users'] ?? null)) {
			$results['exact']['users'] = $others($results['exact']['users']);
		}
		return $results;
	}
}
