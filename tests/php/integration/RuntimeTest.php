<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Command\Runtime as RuntimeCommand;
use OCA\TalkRelay\Relay\CannotStart;
use OCA\TalkRelay\Relay\Files;
use OCA\TalkRelay\Relay\NodeFinder;
use OCA\TalkRelay\Relay\Runtime;
use OCA\TalkRelay\Relay\RuntimeList;
use OCA\TalkRelay\Relay\StateFolder;
use OCA\TalkRelay\Service\RelaySettings;
use OCP\Http\Client\IClientService;
use OCP\IAppConfig;
use OCP\IBinaryFinder;
use OCP\ICacheFactory;
use OCP\IConfig;
use OCP\ITempManager;
use OCP\Server;
use PHPUnit\Framework\TestCase;
use Symfony\Component\Console\Tester\CommandTester;

/** Our own package of Node.js: which is taken, and what becomes of one that is not as it should be. Its Node.js is a line of shell here. */
final class RuntimeTest extends TestCase {
	private const NODE = "#!/bin/sh\necho v24.21.0\n";
	private string $folder;
	private Peer $peer;

	protected function setUp(): void {
		$this->folder = sys_get_temp_dir() . '/talk-relay-runtime-' . bin2hex(random_bytes(6));
		mkdir("$this->folder/in", 0700, true);
		$this->peer = Peer::open();
	}

	protected function tearDown(): void {
		$this->peer->close();
		Files::remove($this->folder);
	}

	public function testTheRightOneIsPutInThePlaceOfTheOneBefore(): void {
		$first = $this->archive('first', ['LICENSE' => 'old', 'node' => "#!/bin/sh\necho v22.13.0\n", 'more' => 'x']);
		$this->runtime($first)->take($first);
		self::assertSame("v22.13.0\n", $this->says());
		$second = $this->archive('second', ['LICENSE' => 'free', 'node' => self::NODE]);
		$runtime = $this->runtime($second);
		$runtime->take($second);
		self::assertSame("$this->folder/state/node/node", $runtime->node());
		self::assertSame("v24.21.0\n", $this->says());
		self::assertSame(['node', 'node/LICENSE', 'node/node'], $this->there());
		self::assertSame(0700, fileperms("$this->folder/state/node") & 0777);
		self::assertSame(0700, fileperms("$this->folder/state/node/node") & 0777);
	}

	public function testIsWhatTheRelayRunsWithWhereThereIsNoOther(): void {
		$archive = $this->archive('good', ['node' => self::NODE]);
		$runtime = $this->runtime($archive);
		$runtime->take($archive);
		$none = self::createStub(IAppConfig::class);
		$none->method('getValueString')->willReturn('');
		$finder = self::createStub(IBinaryFinder::class);
		$finder->method('findBinaryPath')->willReturn(false);
		$nodes = new NodeFinder(new RelaySettings($none), $finder, $runtime, Server::get(ICacheFactory::class));
		self::assertContains("$this->folder/state/node/node will do", $nodes->refused());
		$found = $nodes->find();
		self::assertNotNull($found);
		// This machine may have one of its own that will do, which goes first.
		self::assertSame($found->source === 'package' ? ["$this->folder/state/node/node", '24.21.0'] : [$found->path, $found->version],
			[$found->path, $found->version]);
	}

	public function testAnotherOneIsRefusedAndChangesNothing(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$runtime = $this->runtime($good);
		$other = $this->archive('other', ['node' => "#!/bin/sh\necho evil\n"]);
		$this->refuses(fn () => $runtime->take($other), "$other is not the runtime package", (string)hash_file('sha256', $good));
		self::assertSame([], $this->there());
		$runtime->take($good);
		file_put_contents("$this->folder/in/cut", substr((string)file_get_contents($good), 0, -20));
		foreach (["$this->folder/in/cut", $other] as $wrong) {
			$this->refuses(fn () => $runtime->take($wrong), 'is not the runtime package', 'SHA-256');
		}
		$this->refuses(fn () => $runtime->take("$this->folder/in/none"), "There is no file $this->folder/in/none that can be read", 'whole path');
		self::assertSame(["v24.21.0\n", ['node', 'node/node']], [$this->says(), $this->there()]);
	}

	/** The app itself would have to vouch for it; a full disk looks the same. */
	public function testOneThatCannotBeUnpackedLeavesNothingBehind(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$this->runtime($good)->take($good);
		$whole = (string)file_get_contents($this->archive('large', ['LICENSE' => 'free', 'node' => self::NODE . bin2hex(random_bytes(50_000))]));
		foreach (['half' => substr($whole, 0, intdiv(strlen($whole), 2)), 'no archive' => random_bytes(2000), 'nothing' => ''] as $what => $content) {
			$broken = "$this->folder/in/" . strtr($what, ' ', '-');
			file_put_contents($broken, $content);
			$this->refuses(fn () => $this->runtime($broken)->take($broken), 'The runtime package could not be unpacked', 'disk is full');
			self::assertSame(["v24.21.0\n", ['node', 'node/node']], [$this->says(), $this->there()], $what);
		}
		$empty = $this->archive('empty', ['LICENSE' => 'free']);
		$this->refuses(fn () => $this->runtime($empty)->take($empty), 'could not be unpacked: there is no node in it', '');
		self::assertSame(["v24.21.0\n", ['node', 'node/node']], [$this->says(), $this->there()]);
	}

	public function testNothingOfItLandsOutside(): void {
		foreach (['../evil', '../../evil', 'a/../../../evil', "$this->folder/evil", './../evil'] as $number => $name) {
			$archive = $this->archive("out$number", ['node' => self::NODE, $name => 'evil']);
			try {
				$this->runtime($archive)->take($archive);
			} catch (CannotStart) {
			}
			$this->nothingOutside($name);
		}
		$archive = $this->archive('link', ['node' => self::NODE], ['link' => $this->folder, 'link/evil' => null]);
		try {
			$this->runtime($archive)->take($archive);
		} catch (CannotStart) {
		}
		$this->nothingOutside('a link');
	}

	public function testIsFetchedFromTheAddressThatTheAppNames(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$content = (string)file_get_contents($good);
		$runtime = $this->runtime($good, $this->peer->answers('/runtime.tar.gz', $content, ['Content-Type' => 'application/gzip']));
		$runtime->fetch();
		self::assertSame(["v24.21.0\n", 1], [$this->says(), $this->peer->asked('/runtime.tar.gz')]);
	}

	public function testWhatCannotBeFetchedChangesNothingAndSaysWhatToDo(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$content = (string)file_get_contents($good);
		$away = 'http://127.0.0.1:' . Peer::freePort() . '/x';
		foreach ([
			'another one' => [$this->peer->answers('/other', "$content\0"), 'is not the runtime package'],
			'cut off' => [$this->peer->answers('/cut', substr($content, 0, 100)), 'is not the runtime package'],
			'cut off on its way' => [$this->peer->answers('/short', substr($content, 0, 100), ['Content-Length' => (string)strlen($content)]), 'could not be fetched from'],
			'a page' => [$this->peer->answers('/page', '<!doctype html>', [], 404), 'could not be fetched from'],
			'nobody' => [$away, "could not be fetched from $away"],
			'no address' => ['', 'not packaged with a runtime'],
		] as $what => [$url, $says]) {
			$this->refuses(fn () => $this->runtime($good, $url)->fetch(), $says, '');
			self::assertSame([], $this->there(), $what);
		}
	}

	public function testThereIsNoneForAnotherKindOfMachine(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		foreach ([['riscv64', false, '(riscv64)'], ['x86_64', true, '(x86_64, Alpine)'], ['aarch64', true, '(aarch64, Alpine)']] as [$machine, $musl, $says]) {
			$this->refuses(fn () => $this->runtime($good, $this->peer->url, $machine, $musl)->take($good), "no runtime package for this machine $says", NodeFinder::OLDEST);
			$this->refuses(fn () => $this->runtime($good, $this->peer->url, $machine, $musl)->fetch(), "no runtime package for this machine $says", '');
		}
		self::assertSame([], $this->there());
		$this->runtime($good, '', 'aarch64')->take($good);
		self::assertSame("v24.21.0\n", $this->says());
	}

	public function testTheAppNamesAPackageForEachMachineThatThereIsOneFor(): void {
		foreach (['x86_64', 'amd64', 'aarch64', 'arm64'] as $machine) {
			$list = new RuntimeList(dirname(__DIR__, 3) . '/lib/Relay/runtime.json', $machine, false);
			self::assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $list->package()['sha256']);
			self::assertStringStartsWith('https://', $list->package()['url']);
			self::assertTrue(version_compare($list->version(), NodeFinder::OLDEST, '>='));
		}
	}

	public function testTheCommandPutsItInOrSaysWhyNot(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$runtime = $this->runtime($good);
		$path = self::createStub(IAppConfig::class);
		$path->method('getValueString')->willReturn("$this->folder/state/node/node");
		$nodes = new NodeFinder(new RelaySettings($path), self::createStub(IBinaryFinder::class), $runtime, Server::get(ICacheFactory::class));
		$command = new CommandTester(new RuntimeCommand($nodes, $runtime));
		self::assertSame(1, $command->execute([]));
		self::assertStringContainsString('There is no Node.js ' . NodeFinder::OLDEST, $command->getDisplay());
		self::assertSame(1, $command->execute(['--from-file' => __FILE__]));
		self::assertStringContainsString('is not the runtime package', $command->getDisplay());
		self::assertStringContainsString((string)hash_file('sha256', $good), $command->getDisplay());
		self::assertSame(1, $command->execute(['--fetch' => true]));
		self::assertStringContainsString('not packaged with a runtime', $command->getDisplay());
		self::assertSame(0, $command->execute(['--from-file' => $good]));
		self::assertStringStartsWith("Node.js 24.21.0: $this->folder/state/node/node", $command->getDisplay());
		self::assertSame(0, $command->execute(['--output' => 'json']));
		self::assertSame(['found' => "$this->folder/state/node/node", 'source' => 'setting', 'version' => '24.21.0', 'wanted' => '22.13.0', 'refused' => []],
			json_decode($command->getDisplay(), true));
	}

	public function testOneThatIsTooOldIsNamed(): void {
		$path = "$this->folder/node";
		file_put_contents($path, "#!/bin/sh\necho v20.19.2\n");
		chmod($path, 0755);
		$config = self::createStub(IAppConfig::class);
		$config->method('getValueString')->willReturn($path);
		$nodes = new NodeFinder(new RelaySettings($config), self::createStub(IBinaryFinder::class),
			$this->runtime($this->archive('good', ['node' => self::NODE])), Server::get(ICacheFactory::class));
		self::assertNull($nodes->find());
		self::assertSame(["$path is 20.19.2"], $nodes->refused());
		self::assertSame([$path, 'setting', '20.19.2'], array_values((array)$nodes->tooOld()));
	}

	public function testWhereTheOneThatIsSetWillNotDoThePackageIsUsed(): void {
		$good = $this->archive('good', ['node' => self::NODE]);
		$runtime = $this->runtime($good);
		$path = "$this->folder/node";
		$config = self::createStub(IAppConfig::class);
		$config->method('getValueString')->willReturn($path);
		$nodes = new NodeFinder(new RelaySettings($config), self::createStub(IBinaryFinder::class), $runtime, Server::get(ICacheFactory::class));
		self::assertSame(["$path does not run"], $nodes->refused());
		$runtime->take($good);
		$package = ["$this->folder/state/node/node", 'package', '24.21.0'];
		self::assertSame($package, array_values((array)$nodes->find()));
		self::assertSame(["$path does not run", "$package[0] will do"], $nodes->refused());
		file_put_contents($path, "#!/bin/sh\necho v20.19.2\n");
		chmod($path, 0755);
		clearstatcache();
		self::assertSame($package, array_values((array)$nodes->find()));
		self::assertSame(["$path is 20.19.2", "$package[0] will do"], $nodes->refused());
		self::assertSame([$path, 'setting', '20.19.2'], array_values((array)$nodes->tooOld()));
		file_put_contents($path, "#!/bin/sh\necho v22.14.10\n");
		clearstatcache();
		self::assertSame([$path, 'setting', '22.14.10'], array_values((array)$nodes->find()), 'the one that is set goes first');
	}

	private function refuses(\Closure $work, string $says, string $todo): void {
		try {
			$work();
			self::fail("not refused: $says");
		} catch (CannotStart $error) {
			self::assertStringContainsString($says, $error->getMessage());
			self::assertNotSame('', $error->todo);
			self::assertStringContainsString($todo, $error->todo);
		}
	}

	/** One that is made for this archive and lies in a folder of the test's own. */
	private function runtime(string $archive, string $url = '', string $machine = 'x86_64', bool $musl = false): Runtime {
		$list = "$this->folder/runtime.json";
		$package = ['url' => $url, 'sha256' => hash_file('sha256', $archive)];
		file_put_contents($list, json_encode(['version' => '24.21.0', 'packages' => ['x64' => $package, 'arm64' => $package]], JSON_THROW_ON_ERROR));
		$config = self::createStub(IConfig::class);
		$config->method('getSystemValueString')->willReturn("$this->folder/state");
		return new Runtime(new RuntimeList($list, $machine, $musl), new StateFolder($config), Server::get(IClientService::class),
			Server::get(ITempManager::class));
	}

	/**
	 * Byte by byte, for no program makes one with such names.
	 *
	 * @param array<array-key, string> $files content by name
	 * @param array<string, ?string> $links what they lead to; null: a file behind a link
	 */
	private function archive(string $name, array $files, array $links = []): string {
		$tar = '';
		foreach ($files + $links as $path => $content) {
			$link = isset($links[$path]) ? (string)$content : '';
			$body = $link !== '' ? '' : (string)($content ?? 'evil');
			$head = pack('a100a8a8a8a12a12a8a1a100a6a2a32a32a8a8a155a12', $path, '0000755', '0000000', '0000000', sprintf('%011o', strlen($body)),
				'00000000000', '        ', $link === '' ? '0' : '2', $link, 'ustar', '00', '', '', '0000000', '0000000', '', '');
			$sum = array_sum(array_map(ord(...), str_split($head)));
			$tar .= substr_replace($head, sprintf("%06o\0 ", $sum), 148, 8) . str_pad($body, (int)(ceil(strlen($body) / 512) * 512), "\0");
		}
		$file = "$this->folder/in/$name.tar.gz";
		file_put_contents($file, gzencode($tar . str_repeat("\0", 1024)));
		return $file;
	}

	private function says(): string {
		return (string)shell_exec(escapeshellarg("$this->folder/state/node/node"));
	}

	/** @return list<string> all that is in the state folder */
	private function there(): array {
		$found = [];
		if (is_dir("$this->folder/state")) {
			foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator("$this->folder/state", \FilesystemIterator::SKIP_DOTS), \RecursiveIteratorIterator::SELF_FIRST) as $file) {
				assert($file instanceof \SplFileInfo);
				$found[] = substr($file->getPathname(), strlen("$this->folder/state/"));
			}
		}
		sort($found);
		return $found;
	}

	private function nothingOutside(string $name): void {
		self::assertSame([], array_filter(array_merge(glob("$this->folder/evil") ?: [], glob("$this->folder/*/evil") ?: [], glob(dirname($this->folder) . '/evil') ?: [],
			glob('/evil') ?: [])), $name);
		self::assertSame([], array_filter($this->there(), static fn (string $path): bool => str_starts_with($path, 'node.')), $name);
	}
}
