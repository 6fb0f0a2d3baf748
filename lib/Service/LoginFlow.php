<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Service;

use OCA\TalkRelay\Db\Accounts;
use OCA\TalkRelay\Db\Logins;
use OCA\TalkRelay\Model\Account;
use OCA\TalkRelay\Model\Login;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Http\Client\IClientService;
use OCP\IURLGenerator;
use OCP\Security\ICrypto;

/**
 * Nextcloud's Login Flow v2 as a client: the person grants access on the other server's own page, and no password is typed or seen
 * here. The poll token, which is worth the password, stays in the database, encrypted.
 */
final class LoginFlow {
	/** As long as the other server keeps a flow: 20 minutes. */
	private const SECONDS = 1200;

	public function __construct(
		private readonly Hosts $hosts,
		private readonly Logins $logins,
		private readonly Accounts $accounts,
		private readonly AccountService $service,
		private readonly IClientService $clients,
		private readonly ICrypto $crypto,
		private readonly ITimeFactory $time,
		private readonly IURLGenerator $urls,
	) {
	}

	/**
	 * @return array{id: string, url: string} the browser opens `url`
	 * @throws Invalid
	 */
	public function begin(string $owner, bool $shared, string $written): array {
		$server = $this->hosts->address($written, 'server');
		$answer = $this->ask("$server/index.php/login/v2", []);
		$token = $answer['poll']['token'] ?? null;
		$url = $answer['login'] ?? null;
		if (!is_string($token) || !is_string($url)) {
			throw Invalid::one('server', Text::of('There is no Nextcloud at this address.'));
		}
		if (!self::sameHost($url, $server)) {
			throw Invalid::one('server', self::otherName($url));
		}
		$this->logins->deleteExpired($this->time->getTime());
		$handle = bin2hex(random_bytes(16));
		$this->logins->add(new Login(0, $handle, $owner, $shared, $server, "$server/index.php/login/v2/poll",
			$this->crypto->encrypt($token), 0, $this->time->getTime() + self::SECONDS));
		return ['id' => $handle, 'url' => $url];
	}

	/**
	 * @return Account|'waiting'|'gone'
	 * @throws Missing where it is somebody else's, or was never begun
	 */
	public function look(string $owner, string $handle): Account|string {
		$login = $this->logins->find($handle, $owner) ?? throw new Missing();
		if ($login->account !== 0) {
			return $this->accounts->find($login->account) ?? 'gone';
		}
		if ($login->expiresAt <= $this->time->getTime()) {
			return 'gone';
		}
		try {
			$granted = $this->ask($login->endpoint, ['token' => $this->crypto->decrypt($login->sealed)]);
		} catch (Invalid) {
			return 'waiting';
		}
		if (!is_string($granted['loginName'] ?? null) || !is_string($granted['appPassword'] ?? null)) {
			return 'waiting';
		}
		$account = $this->keep($login, $granted['loginName'], $granted['appPassword']);
		$this->logins->done($login->id, $account->id);
		return $account;
	}

	/** The same login at the same server again replaces the password of the account that there is, and nothing else of it. */
	private function keep(Login $login, string $name, #[\SensitiveParameter] string $password): Account {
		$owner = $login->shared ? null : $login->owner;
		$settings = ['server' => $login->server, 'login' => $name, 'password' => $password];
		foreach ($this->accounts->of($owner) as $account) {
			if ($account->network === 'nctalk' && $account->text('server') === $login->server && $account->text('login') === $name) {
				return $this->service->renew($account, $settings);
			}
		}
		return $this->service->add($owner, 'nctalk', '', $settings);
	}

	/**
	 * No redirects: who is led elsewhere learns where to, and writes that.
	 *
	 * @param array<string, string> $form
	 * @return array<string, mixed>
	 * @throws Invalid
	 */
	private function ask(string $url, #[\SensitiveParameter] array $form): array {
		try {
			$response = $this->clients->newClient()->post($url, [
				'form_params' => $form, 'timeout' => 10, 'connect_timeout' => 5, 'allow_redirects' => false,
				'headers' => ['User-Agent' => 'Talk Relay (' . Hosts::nameOf($this->urls->getAbsoluteURL('/'))
					. ')', 'Accept' => 'application/json'],
			]);
			$location = $response->getHeader('Location');
			if ($location !== '') {
				throw Invalid::one('server', Text::of('This address leads on to %s – write that one.', mb_substr($location, 0, 200)));
			}
			$text = (string)$response->getBody();
		} catch (Invalid $wrong) {
			throw $wrong;
		} catch (\Exception) {
			throw Invalid::one('server', Text::of('No Nextcloud answers at this address.'));
		}
		$answer = strlen($text) < 20_000 ? json_decode($text, true) : null;
		return is_array($answer) ? $answer : throw Invalid::one('server', Text::of('There is no Nextcloud at this address.'));
	}

	/** What to say where the server that answered goes by another name: an alias, or its overwritehost. */
	private static function otherName(string $url): Text {
		$scheme = (string)parse_url($url, PHP_URL_SCHEME);
		$host = (string)parse_url($url, PHP_URL_HOST);
		$port = parse_url($url, PHP_URL_PORT);
		return preg_match('/^https?$/i', $scheme) === 1 && $host !== ''
			? Text::of('The Nextcloud at this address calls itself %s – write that one, if it is the right one.',
				mb_substr("$scheme://$host" . (is_int($port) ? ":$port" : ''), 0, 200))
			: Text::of('There is no Nextcloud at this address.');
	}

	/**
	 * The other server names the page that the browser is to open: only a page of its own will do, and none less safe than asked for.
	 * Nothing in it that browsers read in another way than PHP does.
	 */
	public static function sameHost(string $url, string $server): bool {
		return preg_match('#^https?://[^/?\#@\\\\\s\x00-\x1f]+(/[^\\\\\s\x00-\x1f]*)?$#', $url) === 1
			&& strcasecmp((string)parse_url($url, PHP_URL_HOST), (string)parse_url($server, PHP_URL_HOST)) === 0
			&& (str_starts_with($url, 'https://') || !str_starts_with($server, 'https://'));
	}
}
