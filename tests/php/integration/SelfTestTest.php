<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\Address;
use OCA\TalkRelay\Relay\Addresses;
use OCA\TalkRelay\Relay\Client;
use OCA\TalkRelay\Relay\Files;
use OCA\TalkRelay\Relay\Leases;
use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\Processes;
use OCA\TalkRelay\Relay\Refused;
use OCA\TalkRelay\Relay\Runtime;
use OCA\TalkRelay\Relay\RuntimeList;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Relay\Supervisor;
use OCA\TalkRelay\Relay\Unreachable;
use OCA\TalkRelay\SelfTest\DoorProbe;
use OCA\TalkRelay\SelfTest\JobsRun;
use OCA\TalkRelay\SelfTest\MemoryCache;
use OCA\TalkRelay\SelfTest\NodeFound;
use OCA\TalkRelay\SelfTest\Outcome;
use OCA\TalkRelay\SelfTest\RelayAnswers;
use OCA\TalkRelay\SelfTest\RelayReachesUs;
use OCA\TalkRelay\SelfTest\RoundTrip;
use OCA\TalkRelay\SelfTest\SharingAllowed;
use OCA\TalkRelay\SelfTest\StateWritable;
use OCA\TalkRelay\SelfTest\TalkThere;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\ServiceUser;
use OCP\App\IAppManager;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Http\Client\IClientService;
use OCP\IAppConfig;
use OCP\IBinaryFinder;
use OCP\ICacheFactory;
use OCP\IConfig;
use OCP\IDateTimeFormatter;
use OCP\IRequest;
use OCP\ITempManager;
use OCP\IURLGenerator;
use OCP\Server;
use OCP\Share\IManager;
use PHPUnit\Framework\TestCase;

/** What each check says where it finds a fault, and what to do about it. Each fault is a real one where this machine can have it. */
final class SelfTestTest extends TestCase {
	private string $folder;

	protected function setUp(): void {
		$this->folder = sys_get_temp_dir() . '/talk-relay-check-' . bin2hex(random_bytes(6));
		mkdir($this->folder, 0700);
	}

	protected function tearDown(): void {
		@chmod("$this->folder/shut", 0700);
		Files::remove($this->folder);
	}

	public function testNodeIsMissingOrTooOld(): void {
		$this->finds('error', 'no Node.js ' . NodeFinder::OLDEST . ' or newer: /nowhere/node does not run.', 'Fetch the runtime package', $this->node('/nowhere/node'));
		$old = "$this->folder/node";
		file_put_contents($old, "#!/bin/sh\necho v20.20.2\n");
		chmod($old, 0700);
		$this->finds('error', "$old is 20.20.2.", 'install Node.js and name its path', $this->node($old));
		file_put_contents("$old-new", "#!/bin/sh\necho v24.21.0\n");
		chmod("$old-new", 0700);
		$this->finds('ok', "Node.js 24.21.0: $old-new", null, $this->node("$old-new"));
		self::assertSame('ok', (new NodeFound($this->finder('/nowhere/node'), $this->settings(['mode' => RelaySettings::EXTERNAL])))->run()->level);
	}

	public function testTheFolderCannotBeWrittenTo(): void {
		if (posix_geteuid() === 0) {
			self::markTestSkipped('Whoever is root may write everywhere');
		}
		mkdir("$this->folder/shut", 0500);
		$this->finds('error', "The folder $this->folder/shut/state can't be made.", 'talk_relay.state in config.php', $this->state("$this->folder/shut/state"));
		$this->finds('error', 'The folder /usr does not belong to the web server\'s user.', 'chown -R www-data: /usr', $this->state('/usr'));
		file_put_contents("$this->folder/file", '');
		$this->finds('error', "The folder $this->folder/file can't be made.", 'data directory', $this->state("$this->folder/file"));
		$this->finds('ok', "$this->folder/state", null, $this->state("$this->folder/state"));
		self::assertSame(0700, fileperms("$this->folder/state") & 0777);
	}

	public function testJobsHaveNotRunForLong(): void {
		$todo = 'Let cron run cron.php every five minutes';
		$this->finds('warning', 'Background jobs have never run.', $todo, $this->jobs(0, 'cron'));
		$this->finds('warning', 'Background jobs last ran 2 hours ago.', $todo, $this->jobs(time() - 7200, 'cron'));
		$this->finds('warning', 'Background jobs run by "ajax": only while somebody uses this server.', $todo, $this->jobs(time() - 60, 'ajax'));
		$this->finds('ok', 'Background jobs run', null, $this->jobs(time() - 60, 'cron'));
	}

	public function testThereIsNoMemoryCache(): void {
		$caches = self::createStub(ICacheFactory::class);
		$caches->method('isLocalCacheAvailable')->willReturn(false);
		$this->finds('warning', 'There is no memory cache', 'memcache.local', (new MemoryCache($caches))->run());
	}

	public function testFilesCannotBeSharedWithConversations(): void {
		$id = Server::get(ServiceUser::class)->id();
		$this->finds('warning', 'Sharing is switched off', 'Share API', $this->sharing(false, ''));
		$this->finds('warning', "restricted to groups, and the user $id may not share", "Add the user $id to a group", $this->sharing(true, $id));
		$this->finds('ok', 'can be shared', null, $this->sharing(true, 'somebody else'));
	}

	public function testTalkIsMissingOrAnotherThanWasTried(): void {
		$this->finds('error', 'Talk is not enabled.', 'Enable the app Talk.', $this->talk(false, '24.0.0'));
		$this->finds('error', 'Talk is 23.0.4.', 'Update Talk', $this->talk(true, '23.0.4'));
		$this->finds('warning', 'newer than what this app was tried with', 'update of Talk Relay', $this->talk(true, '26.0.0'));
		$this->finds('ok', 'Talk is 24.0.0-rc.1.', null, $this->talk(true, '24.0.0-rc.1'));
	}

	public function testTheRelayIsAwayOrRefuses(): void {
		$this->finds('warning', 'switched off', 'Switch it on.', $this->relay(null, ['switch' => false]));
		$this->finds('error', 'The relay refuses us: no', 'Start it anew.', $this->relay(new Refused(401, 'signature', 'no')));
		$this->finds('error', 'The relay refuses us: no', 'Make a new secret under “Where the relay runs”',
			$this->relay(new Refused(401, 'signature', 'no'), ['mode' => RelaySettings::EXTERNAL]));
		$this->finds('error', 'differ by more than five minutes', 'NTP', $this->relay(new Refused(401, 'clock', 'no')));
		$this->finds('error', 'The relay does not answer: nobody there.', 'its address (here: 10.0.0.1:9)',
			$this->relay(new Unreachable('nobody there'), ['mode' => RelaySettings::EXTERNAL, 'control' => '10.0.0.1:9']));
		$this->finds('ok', 'Relay 0.1.0 with Node.js v24.21.0, process 7.', null, $this->relay(['version' => '0.1.0', 'node' => 'v24.21.0', 'pid' => 7]));
	}

	public function testTheConfigurationDoesNotArrive(): void {
		$this->finds('error', 'could not fetch its configuration: nobody there', 'The checks above', (new RoundTrip($this->client(new Unreachable('nobody there')), $this->settings()))->run());
		$this->finds('error', 'an older configuration', 'look at its log', (new RoundTrip($this->client(['revision' => 1]), $this->settings(['revision' => 2])))->run());
		$this->finds('ok', 'fetched its configuration in', null, (new RoundTrip($this->client(['revision' => 2]), $this->settings(['revision' => 2])))->run());
	}

	public function testACertificateThatNobodySignedIsKnownAndTheWayToTrustItSaid(): void {
		$port = Peer::freePort();
		exec('openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout '
			. escapeshellarg("$this->folder/key") . ' -out ' . escapeshellarg("$this->folder/cert") . ' 2>&1', $says, $code);
		self::assertSame(0, $code, implode("\n", $says));
		$pipes = [];
		$server = proc_open(['openssl', 's_server', '-quiet', '-www', '-accept', (string)$port, '-key', "$this->folder/key", '-cert', "$this->folder/cert"],
			[['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
		self::assertIsResource($server);
		try {
			for ($try = 0; $try < 100 && @fsockopen('127.0.0.1', $port) === false; $try++) {
				usleep(50_000);
			}
			self::assertSame(DoorProbe::certificate(), $this->why("https://localhost:$port"));
			$this->finds('error', "https://localhost:$port: its certificate is not trusted here", 'occ security:certificates:import FILE', $this->reach("https://localhost:$port"));
		} finally {
			proc_terminate($server);
			proc_close($server);
		}
	}

	public function testAnotherHostAnotherServerOrNobody(): void {
		$base = Server::get(IConfig::class)->getSystemValueString('overwrite.cli.url');
		self::assertNull($this->why($base));
		self::assertStringContainsString('trusted_domains', (string)$this->why($base, 'wrong.example'));
		$closed = 'http://127.0.0.1:' . Peer::freePort();
		self::assertSame('nothing listens there.', $this->why($closed));
		self::assertSame('the name is unknown on this machine.', $this->why('http://nowhere.invalid'));
		$peer = Peer::open();
		try {
			$path = '/index.php/apps/talk_relay/door/config';
			foreach ([
				'it leads on to https://elsewhere.example/.' => ['', ['Location' => 'https://elsewhere.example/'], 302],
				'something else answers (HTTP 200).' => ['<html>', [], 200],
				'something else answers (HTTP 404).' => ['', [], 404],
				'Nextcloud is in maintenance mode.' => ['', [], 503],
				'a server with another time answers.' => ['{"error":"clock"}', [], 401],
				'another Nextcloud with this app answers, or something on the way changes the request.' => ['{"error":"signature"}', [], 401],
			] as $says => [$body, $headers, $status]) {
				$peer->answers($path, $body, $headers, $status);
				self::assertSame($says, $this->why($peer->url));
			}
			self::assertGreaterThan(5, $peer->asked($path));
		} finally {
			$peer->close();
		}
		$this->finds('error', "$closed: nothing listens there.", 'reached from its own machine', $this->reach($closed));
		// It says of itself that it does not get here; what works is named.
		$this->finds('error', 'The relay does not reach this Nextcloud (no answer)', "Set the address for the relay to $base.",
			$this->reach($base, ['door' => ['away' => ['why' => 'no answer']]]));
		$this->finds('ok', "From this machine, $base works.", null, $this->reach($base));
		$this->finds('ok', "The relay reaches this Nextcloud at $base.", null, $this->reach($closed, ['door' => ['base' => $base]]));
	}

	public function testOneThatTakesTheCallAndSaysNothing(): void {
		$silent = stream_socket_server('tcp://127.0.0.1:0');
		self::assertIsResource($silent);
		$url = 'http://' . stream_socket_get_name($silent, false);
		$this->finds('error', "$url: no answer in time.", 'hairpin NAT', $this->reach($url));
	}

	private function finds(string $level, string $says, ?string $todo, Outcome $outcome): void {
		self::assertSame($level, $outcome->level, $outcome->says);
		self::assertStringContainsString($says, $outcome->says);
		$todo === null ? self::assertNull($outcome->todo) : self::assertStringContainsString($todo, (string)$outcome->todo);
	}

	private function node(string $path): Outcome {
		return (new NodeFound($this->finder($path), $this->settings()))->run();
	}

	/** Without the runtime package that this server may have. */
	private function finder(string $path): NodeFinder {
		$config = self::createStub(IConfig::class);
		$config->method('getSystemValueString')->willReturn("$this->folder/none");
		$runtime = new Runtime(RuntimeList::ofThisMachine(), new StateFolder($config), Server::get(IClientService::class), Server::get(ITempManager::class));
		return new NodeFinder($this->settings(['node_path' => $path]), self::createStub(IBinaryFinder::class), $runtime, Server::get(ICacheFactory::class));
	}

	private function state(string $path): Outcome {
		$config = self::createStub(IConfig::class);
		$config->method('getSystemValueString')->willReturn($path);
		return (new StateWritable(new StateFolder($config), $this->settings()))->run();
	}

	private function jobs(int $last, string $mode): Outcome {
		$config = self::createStub(IAppConfig::class);
		$config->method('getValueInt')->willReturn($last);
		$config->method('getValueString')->willReturn($mode);
		return (new JobsRun($config, Server::get(ITimeFactory::class), Server::get(IDateTimeFormatter::class)))->run();
	}

	private function sharing(bool $api, string $restricted): Outcome {
		$shares = self::createStub(IManager::class);
		$shares->method('shareApiEnabled')->willReturn($api);
		$shares->method('sharingDisabledForUser')->willReturnCallback(static fn (?string $user): bool => $user === $restricted);
		return (new SharingAllowed($shares, Server::get(ServiceUser::class), $this->settings()))->run();
	}

	private function talk(bool $enabled, string $version): Outcome {
		$apps = self::createStub(IAppManager::class);
		$apps->method('isEnabledForAnyone')->willReturn($enabled);
		$apps->method('getAppVersion')->willReturn($version);
		return (new TalkThere($apps))->run();
	}

	private function relay(array|\Exception|null $says, array $settings = []): Outcome {
		return (new RelayAnswers($this->client($says), Server::get(Leases::class), Server::get(Processes::class), Server::get(Supervisor::class), $this->settings($settings)))->run();
	}

	private function reach(string $base, array|\Exception|null $says = null): Outcome {
		$none = self::createStub(IConfig::class);
		$none->method('getSystemValueString')->willReturn('');
		$addresses = new Addresses($this->settings(['relay_base' => $base]), $none, self::createStub(IURLGenerator::class), self::createStub(IRequest::class));
		return (new RelayReachesUs($addresses, Server::get(DoorProbe::class), $this->client($says ?? new Unreachable('off'))))->run();
	}

	private function why(string $base, string $host = ''): ?string {
		return Server::get(DoorProbe::class)->why(new Address($base, $host, 'a test'));
	}

	private function client(array|\Exception|null $says): Client {
		$client = self::createStub(Client::class);
		$says instanceof \Exception ? $client->method('call')->willThrowException($says) : $client->method('call')->willReturn($says ?? []);
		return $client;
	}

	/** @param array<string, mixed> $values those that are not as they come; it is switched on */
	private function settings(array $values = []): RelaySettings {
		$values += ['switch' => true];
		$config = self::createStub(IAppConfig::class);
		foreach (['getValueBool', 'getValueString', 'getValueInt'] as $method) {
			$config->method($method)->willReturnCallback(static fn (string $app, string $name, mixed $default = null): mixed
				=> $values[$name] ?? $default ?? ['getValueBool' => false, 'getValueString' => '', 'getValueInt' => 0][$method]);
		}
		return new RelaySettings($config);
	}
}
