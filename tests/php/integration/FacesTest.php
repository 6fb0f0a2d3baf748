<?php

declare(strict_types=1);

/**
 * SPDX-FileCopyrightText: 2026 Talk Relay contributors
 * SPDX-License-Identifier: AGPL-3.0-or-later
 */

namespace OCA\TalkRelay\Tests\integration;

use OCA\TalkRelay\Door\FaceStore;
use OCA\TalkRelay\Door\Roster;
use OCA\TalkRelay\Service\Hosts;
use OCA\TalkRelay\Service\RelaySettings;
use OCA\TalkRelay\Talk\Faces;
use OCP\AppFramework\Http\FileDisplayResponse;
use OCP\AppFramework\Utility\ITimeFactory;
use OCP\Files\AppData\IAppDataFactory;
use OCP\Files\NotFoundException;
use OCP\Files\SimpleFS\ISimpleFile;
use OCP\Http\Client\IClientService;
use OCP\ICacheFactory;
use OCP\Server;
use PHPUnit\Framework\TestCase;
use Psr\Log\LoggerInterface;

/** Remote people's pictures: what is fetched, and what never is. The other server is one on this machine. */
final class FacesTest extends TestCase {
	private const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
	private Peer $peer;
	private string $face;
	/** @var array<string, list<string>> the administrator's lists as they were */
	private array $lists;
	/** @var list<string> */
	private array $addresses = [];

	protected function setUp(): void {
		$this->peer = Peer::open();
		$this->face = (string)base64_decode(self::DOT, true);
		$settings = Server::get(RelaySettings::class);
		$this->lists = ['allowed_hosts' => $settings->allowedHosts(), 'refused_hosts' => $settings->refusedHosts()];
		$settings->write(['allowed_hosts' => [], 'refused_hosts' => []]);
	}

	protected function tearDown(): void {
		Server::get(RelaySettings::class)->write($this->lists);
		$this->peer->close();
		$this->forget();
		foreach ($this->addresses as $address) {
			foreach (['png', 'jpg', 'gif', 'webp'] as $ending) {
				try {
					Server::get(IAppDataFactory::class)->get('talk_relay')->getFolder('faces')->getFile(hash('sha256', $address) . ".$ending")->delete();
				} catch (NotFoundException) {
				}
			}
		}
	}

	public function testIsFetchedOnceADayAndAnewWhenItIsOld(): void {
		$address = $this->peer->answers('/face', $this->face);
		self::assertSame($this->face, $this->get($address)?->getContent());
		self::assertSame($this->face, $this->get($address)?->getContent());
		self::assertSame(1, $this->peer->asked('/face'), 'the second view is out of the store');
		$jpeg = $this->jpeg();
		$this->peer->answers('/face', $jpeg);
		self::assertSame($this->face, $this->get($address, time() + 86_000)?->getContent());
		$new = $this->get($address, time() + 86_500);
		self::assertSame([$jpeg, 'image/jpeg'], [$new?->getContent(), $new?->getMimeType()]);
		self::assertSame(2, $this->peer->asked('/face'));
		self::assertSame($jpeg, $this->get($address)?->getContent(), 'the old one, of another type, is gone');
	}

	public function testOneThatGoesByAnotherAddressNowIsFetchedAtOnce(): void {
		$before = $this->peer->answers('/face?v=1', $this->face);
		$now = $this->peer->answers('/face?v=2', $this->jpeg());
		self::assertSame($this->face, $this->get($before)?->getContent());
		self::assertSame($this->jpeg(), $this->get($now)?->getContent());
	}

	public function testOneThatCannotBeHadAnyMoreStaysAsItWas(): void {
		$address = $this->peer->answers('/face', $this->face);
		$this->get($address);
		$this->peer->answers('/face', 'gone', [], 500);
		self::assertSame($this->face, $this->get($address, time() + 86_500)?->getContent());
		self::assertSame($this->face, $this->get($address, time() + 86_500)?->getContent());
		self::assertSame(2, $this->peer->asked('/face'), 'a server in trouble is not asked at each view');
	}

	public function testWhatIsNoPictureIsNotKept(): void {
		foreach ([
			'svg' => ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>', 'image/svg+xml'],
			'svg as png' => ['<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" onload="alert(1)"/>', 'image/png'],
			'html' => ['<!doctype html><script>alert(1)</script>', 'text/html'],
			'html as png' => ['<!doctype html><script>alert(1)</script>', 'image/png'],
			'bmp' => ['BM' . pack('VvvVVVVvvVVVVVV', 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) . "\0\0\0\0", 'image/png'],
			'nothing' => ['', 'image/png'],
		] as $what => [$body, $type]) {
			self::assertNull($this->get($this->peer->answers('/' . rawurlencode($what), $body, ['Content-Type' => $type])), $what);
			self::assertSame(1, $this->peer->asked('/' . rawurlencode($what)), $what);
		}
		// What it says of itself is not believed: it is kept as what it is.
		self::assertSame('image/png', $this->get($this->peer->answers('/lie', $this->face, ['Content-Type' => 'text/html']))?->getMimeType());
	}

	public function testWhatIsTooLargeIsNotKept(): void {
		$fits = $this->face . str_repeat("\0", 512 * 1024 - strlen($this->face));
		self::assertSame(512 * 1024, strlen((string)$this->get($this->peer->answers('/fits', $fits))?->getContent()));
		self::assertNull($this->get($this->peer->answers('/large', "$fits\0")));
		self::assertNull($this->get($this->peer->answers('/announced', "$fits\0", ['Content-Length' => (string)(strlen($fits) + 1)])));
		// Small on its way, large when unpacked.
		$bomb = $this->peer->answers('/bomb', (string)gzencode($this->face . str_repeat("\0", 64 * 1024 * 1024)), ['Content-Encoding' => 'gzip']);
		memory_reset_peak_usage();
		$before = memory_get_usage();
		self::assertNull($this->get($bomb));
		self::assertLessThan(16 * 1024 * 1024, memory_get_peak_usage() - $before);
	}

	public function testARedirectIsNotFollowed(): void {
		$elsewhere = Peer::open();
		try {
			foreach ([$this->peer->answers('/target', $this->face), $elsewhere->answers('/target', $this->face), 'http://127.0.0.1:1/x', 'file:///etc/passwd'] as $number => $target) {
				foreach ([301, 302, 307] as $status) {
					self::assertNull($this->get($this->peer->answers("/leads-$number-$status", '', ['Location' => $target], $status)), "$status $target");
					self::assertSame(1, $this->peer->asked("/leads-$number-$status"));
				}
			}
			self::assertSame([0, 0], [$this->peer->asked('/target'), $elsewhere->asked('/target')]);
		} finally {
			$elsewhere->close();
		}
	}

	public function testOfTheInnerNetworkOnlyWhereTheAdministratorAllowsThat(): void {
		$port = (string)parse_url($this->peer->url, PHP_URL_PORT);
		$this->peer->answers('/inner', $this->face);
		ServerConfig::with(['allow_local_remote_servers' => false], function () use ($port): void {
			foreach (["http://127.0.0.1:$port/inner", "http://localhost:$port/inner", "http://[::ffff:127.0.0.1]:$port/inner", "http://2130706433:$port/inner",
				"http://0.0.0.0:$port/inner", "http://169.254.169.254/latest/meta-data", 'http://192.168.0.1/x', 'http://[::1]/x'] as $address) {
				self::assertNull($this->get($address), $address);
			}
		});
		self::assertSame(0, $this->peer->asked('/inner'));
		$this->forget();
		self::assertNotNull($this->get("http://localhost:$port/inner"), 'it could have been fetched');
	}

	public function testOnlyFromServersThatTheAdministratorAllows(): void {
		$settings = Server::get(RelaySettings::class);
		$this->peer->answers('/listed', $this->face);
		foreach ([['refused_hosts' => ['127.0.0.1']], ['allowed_hosts' => ['cloud.example.org', '*.example.net']],
			['allowed_hosts' => ['127.0.0.1'], 'refused_hosts' => ['127.0.0.1']]] as $number => $lists) {
			$settings->write($lists + ['allowed_hosts' => [], 'refused_hosts' => []]);
			self::assertNull($this->get("{$this->peer->url}/listed"), json_encode($lists, JSON_THROW_ON_ERROR));
			$this->forget();
		}
		self::assertSame(0, $this->peer->asked('/listed'));
		$settings->write(['allowed_hosts' => ['127.0.0.1'], 'refused_hosts' => ['cloud.example.org']]);
		self::assertNotNull($this->get("{$this->peer->url}/listed"));
	}

	public function testNoOtherWayThanHttp(): void {
		foreach (['file:///etc/passwd', 'php://filter/resource=/etc/passwd', 'data:image/png;base64,' . self::DOT, 'ftp://127.0.0.1/x', '//127.0.0.1/x', '/etc/passwd', '',
			'phar:///tmp/x', "http:\0//x"] as $address) {
			self::assertNull($this->get($address), $address);
		}
	}

	public function testAServerThatDripsHoldsNobodyForLong(): void {
		$began = microtime(true);
		self::assertNull($this->get($this->peer->answers('/drips', str_repeat($this->face, 2), [], 200, 100_000)));
		self::assertLessThan(6, microtime(true) - $began);
	}

	public function testWhereNoPictureCanBeHadThereAreInitials(): void {
		$stage = Stage::open();
		try {
			$away = 'http://127.0.0.1:' . Peer::freePort() . '/laura';
			$this->addresses[] = $away;
			$pedro = $this->peer->answers('/pedro', $this->face);
			$this->addresses[] = $pedro;
			Server::get(Roster::class)->take(['token' => $stage->room->getToken(), 'member' => $stage->join(), 'people' => [
				['id' => 'laura@elsewhere.example', 'name' => 'Laura', 'avatar' => $away],
				['id' => 'pedro@elsewhere.example', 'name' => 'Pedro', 'avatar' => $pedro],
			]]);
			$faces = Server::get(Faces::class);
			foreach (['laura' => 'image/svg+xml', 'pedro' => 'image/png'] as $name => $type) {
				$response = $faces->instead($stage->room, "$name@elsewhere.example", false);
				self::assertInstanceOf(FileDisplayResponse::class, $response);
				self::assertSame([200, $type], [$response->getStatus(), $response->getHeaders()['Content-Type']]);
			}
			self::assertNull($faces->instead($stage->room, 'nobody@elsewhere.example', false));
		} finally {
			$stage->close();
		}
	}

	private function get(string $address, ?int $now = null): ?ISimpleFile {
		$this->addresses[] = $address;
		$time = self::createStub(ITimeFactory::class);
		$time->method('getTime')->willReturn($now ?? time());
		$store = new FaceStore(Server::get(IAppDataFactory::class), Server::get(IClientService::class), Server::get(Hosts::class), $time,
			Server::get(LoggerInterface::class), Server::get(ICacheFactory::class));
		return $store->get($address);
	}

	/** What could not be fetched may be tried again. */
	private function forget(): void {
		$failed = Server::get(ICacheFactory::class)->createDistributed('talk_relay/faces');
		array_map(static fn (string $address): mixed => $failed->remove(hash('sha256', $address)), $this->addresses);
	}

	/** The smallest one that says how large it is. */
	private function jpeg(): string {
		return "\xFF\xD8\xFF\xE0" . pack('n', 16) . "JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xC0" . pack('n', 11) . "\x08\0\x01\0\x01\x01\x01\x11\0\xFF\xD9";
	}
}
