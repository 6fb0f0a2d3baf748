<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\IAppConfig;
use OCP\IUserManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;

/** The commands as an administrator gives them: `occ` itself, each a process of its own. Starts and ends the relay. */
final class CommandsTest extends TestCase {
	private bool $on;
	private string $mode;
	private string $node;

	protected function setUp(): void {
		$settings = Server::get(RelaySettings::class);
		$settings->reread();
		[$this->on, $this->mode, $this->node] = [$settings->on(), $settings->mode(), $settings->nodePath()];
		$this->occ('stop');
		$this->set('mode', RelaySettings::MANAGED);
	}

	protected function tearDown(): void {
		$this->set('mode', $this->mode);
		$this->set('node_path', $this->node);
		$this->occ($this->on ? 'start' : 'stop');
		Server::get(RelaySettings::class)->reread();
	}

	public function testIsStartedLookedAtAndStopped(): void {
		if (Server::get(NodeFinder::class)->find() === null) {
			self::markTestSkipped('This server has no Node.js that the relay runs with: occ talk_relay:runtime');
		}
		[$code, $says] = $this->occ('start');
		self::assertSame(0, $code, $says);
		self::assertMatchesRegularExpression('/^The relay was started: process (\d+)\.$/', $says);
		$pid = (int)preg_replace('/\D/', '', $says);
		self::assertSame('running', $this->json('status')['relay'], 'started is there');
		self::assertSame([0, "The relay runs already: process $pid."], $this->occ('start'));
		self::assertSame(['on' => true, 'started' => false, 'pid' => $pid], $this->json('start'));

		[$code, $says] = $this->occ('status');
		self::assertSame(0, $code, $says);
		self::assertMatchesRegularExpression('/^The relay runs: version \S+, Node\.js v[\d.]+, since \d{4}-\d\d-\d\d \d\d:\d\d\.$/m', $says);
		self::assertMatchesRegularExpression('/^\d+ federated conversations, \d+ messages wait, \d+ set aside\.$/m', $says);
		$state = $this->json('status');
		self::assertSame(['running', '', '', $pid], [$state['relay'], $state['why'], $state['todo'], $state['lease']['pid']]);

		$checks = array_column($this->json('self-test'), 'level', 'id');
		self::assertSame(['talk', 'node', 'state', 'jobs', 'cache', 'sharing', 'relay', 'reach', 'round-trip'], array_keys($checks));
		self::assertSame(['ok', 'ok', 'ok', 'ok'], [$checks['node'], $checks['relay'], $checks['reach'], $checks['round-trip']]);
		[$code, $says] = $this->occ('self-test');
		self::assertSame(0, $code, $says);
		self::assertMatchesRegularExpression("/^ok      The relay: Relay \\S+ with Node\\.js v[\\d.]+, process $pid\\.$/m", $says);

		self::assertSame([0, "The relay is switched off: process $pid has ended."], $this->occ('stop'));
		// Ended, though nobody may have taken note of it yet.
		self::assertDoesNotMatchRegularExpression('/^State:\s+[^ZX]/m', (string)@file_get_contents("/proc/$pid/status"));
		self::assertSame([0, 'The relay is switched off; none ran.'], $this->occ('stop'));
		self::assertSame(['on' => false, 'ended' => null, 'endedElsewhere' => null], $this->json('stop'));
	}

	public function testSwitchedOffIsAsItShouldBe(): void {
		[$code, $says] = $this->occ('status');
		self::assertSame(0, $code);
		self::assertStringStartsWith('The relay is switched off.', $says);
		self::assertSame('off', $this->json('status')['relay']);
		[$code, $says] = $this->occ('self-test');
		self::assertSame(0, $code, $says);
		self::assertStringContainsString("WARNING The relay: The relay is switched off.\n        → Switch it on.", $says);
	}

	public function testWhatCannotBeStartedSaysWhyAndIsToldByStatusAndSelfTest(): void {
		ServerConfig::withoutPackage(function (): void {
			$this->set('node_path', '/nowhere/node');
			[$code, $says] = $this->occ('start');
			self::assertSame(1, $code);
			self::assertStringStartsWith('There is no Node.js ' . NodeFinder::OLDEST . ' or newer on this machine: /nowhere/node does not run.', $says);
			self::assertStringContainsString('or occ talk_relay:runtime --fetch)', $says);
			[$code, $says] = $this->occ('status');
			self::assertSame(1, $code);
			self::assertStringStartsWith('The relay does not run.', $says);
			self::assertStringContainsString('There is no Node.js ' . NodeFinder::OLDEST . ' or newer: /nowhere/node does not run.', $says);
			self::assertSame('stopped', $this->json('status', 1)['relay']);
			[$code, $says] = $this->occ('self-test');
			self::assertSame(1, $code);
			self::assertStringContainsString('ERROR   Node.js: There is no Node.js', $says);
			self::assertStringContainsString('ERROR   The relay: The relay does not run.', $says);
			[$code, $says] = $this->occ('runtime');
			self::assertSame([1, 'There is no Node.js ' . NodeFinder::OLDEST . " or newer.\n/nowhere/node does not run"], [$code, $says]);
			self::assertSame([null, 'none', ['/nowhere/node does not run']],
				array_values(array_intersect_key($this->json('runtime', 1), ['found' => 1, 'source' => 1, 'refused' => 1])));
			self::assertSame(1, $this->occ('runtime', '--from-file', __FILE__)[0]);
		});
	}

	public function testOneThatRunsElsewhereIsNotStartedHere(): void {
		$this->set('mode', RelaySettings::EXTERNAL);
		[$code, $says] = $this->occ('start');
		self::assertSame(0, $code);
		self::assertStringContainsString('run by somebody else (“Elsewhere” is chosen)', $says);
		self::assertSame(['on' => true, 'started' => false], $this->json('start'));
		[$code, $says] = $this->occ('status');
		self::assertSame(1, $code);
		self::assertStringContainsString('The relay that runs elsewhere does not answer.', $says);
	}

	public function testGatewaysNamesWhatIsFederated(): void {
		$stage = Stage::open();
		try {
			$token = $stage->room->getToken();
			[$code, $says] = $this->occ('gateways');
			self::assertSame(0, $code);
			self::assertMatchesRegularExpression("/^\\w+  Stage \\($token\\), by Marta$/m", $says);
			$one = array_column($this->json('gateways'), null, 'token')[$token];
			self::assertSame(['Stage', false, []], [$one['name'], $one['paused'], $one['members']]);
		} finally {
			$stage->close();
		}
		self::assertStringNotContainsString($token, $this->occ('gateways')[1]);
	}

	public function testImportShowsAndChangesNothingUnlessItIsTold(): void {
		self::assertSame([1, 'Name a file, or --bridges.'], $this->occ('import'));
		self::assertSame([1, "/nowhere.toml can't be read."], $this->occ('import', '/nowhere.toml'));
		[$code, $says] = $this->occ('import', '--bridges', '--user', 'nobody-of-that-name');
		self::assertSame([1, "There is no user nobody-of-that-name.\nSay in whose name it is done: --user NAME"], [$code, $says]);
		$user = ['--user', $this->somebody()];
		[$code, $says] = $this->occ('import', '--bridges', ...$user);
		self::assertSame(0, $code, $says);
		self::assertStringEndsWith('Nothing has been changed.', $says);
		self::assertFalse($this->json('import', 0, '--bridges', ...$user)['applied']);
		// Off, nobody is there to read it.
		$file = (string)tempnam(sys_get_temp_dir(), 'talk-relay');
		file_put_contents($file, "[nctalk.one]\nServer = \"https://cloud.example.org\"\nLogin = \"x\"\nPassword = \"y\"\n");
		try {
			[$code, $says] = $this->occ('import', $file, ...$user);
			self::assertSame(1, $code);
			self::assertStringStartsWith('The relay has to read the file, and it did not: ', $says);
			self::assertStringEndsWith('Start the relay: occ talk_relay:start', $says);
			$this->readByTheRelay($file, $user);
		} finally {
			unlink($file);
		}
	}

	/** @param list<string> $user */
	private function readByTheRelay(string $file, array $user): void {
		if (Server::get(NodeFinder::class)->find() === null) {
			return;
		}
		$this->occ('start');
		for ($try = 0; $try < 60 && $this->occ('status')[0] !== 0; $try++) {
			usleep(250_000);
		}
		file_put_contents($file, "[[gateway]]\nname = \"g\"\nenable = true\n[[gateway.inout]]\naccount = \"nctalk.one\"\nchannel = \"abcd1234\"\n"
			. "[[gateway.out]]\naccount = \"nctalk.one\"\nchannel = \"efgh5678\"\n", FILE_APPEND);
		[$code, $says] = $this->occ('import', $file, ...$user);
		self::assertSame(0, $code, $says);
		self::assertStringContainsString('account nctalk.one: x at https://cloud.example.org', $says);
		self::assertStringContainsString('gateway g: conversation (none here)', $says);
		self::assertStringContainsString("    inout  abcd1234 through nctalk.one\n    out  efgh5678 through nctalk.one\n", $says);
		self::assertStringContainsString('problem: Gateway g has no conversation of this server', $says);
		self::assertStringEndsWith('Nothing has been changed.', $says);
		$plan = $this->json('import', 0, $file, ...$user);
		self::assertSame(['nctalk.one', false], [$plan['accounts'][0]['label'], $plan['applied']]);
		self::assertStringNotContainsString('"y"', (string)json_encode($plan));
	}

	/** @return array{int, string} exit code, and what it prints */
	private function occ(string $command, string ...$more): array {
		$pipes = [];
		$process = proc_open([PHP_BINARY, '-d', 'apc.enable_cli=1', getenv('NEXTCLOUD_ROOT') . '/occ', '--no-ansi', "talk_relay:$command", ...$more],
			[['file', '/dev/null', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes);
		self::assertIsResource($process);
		$says = rtrim((string)stream_get_contents($pipes[1]));
		return [proc_close($process), $says];
	}

	/** @return array<array-key, mixed> */
	private function json(string $command, int $code = 0, string ...$more): array {
		[$is, $says] = $this->occ($command, '--output=json', ...$more);
		self::assertSame($code, $is, $says);
		$json = json_decode($says, true);
		self::assertIsArray($json, $says);
		return $json;
	}

	private function set(string $name, string $value): void {
		Server::get(IAppConfig::class)->setValueString('talk_relay', $name, $value);
	}

	private function somebody(): string {
		return (string)array_key_first(Server::get(IUserManager::class)->search('', 1));
	}
}
