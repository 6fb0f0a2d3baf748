import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { stamp, textLine } from './log-line.ts'
import { createLog } from './log.ts'
import { redactor } from './redactor.ts'

const folder = mkdtempSync(join(tmpdir(), 'talk-relay-log-'))
let count = 0
const newFile = (): string => join(folder, `${count++}.log`)
const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1)

test('one readable line per happening', () => {
	const file = newFile()
	const log = createLog({ format: 'text', level: 'info', file })
	log.debug('not told')
	log.info('nctalk.nube1/nb9xk3d2: open')
	log.warn('nctalk.nube1/nb9xk3d2: not delivered', { tries: 3, why: 'no answer', at: 'a/b', gone: undefined })
	log.error('broken', { time: 5, level: 'x' })
	log.close()
	assert.equal(statSync(file).mode & 0o777, 0o600)
	const lines = linesOf(file)
	assert.ok(lines.every((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+ /.test(line)))
	assert.deepEqual(lines.map((line) => line.slice(20)), [
		'INFO  nctalk.nube1/nb9xk3d2: open',
		'WARN  nctalk.nube1/nb9xk3d2: not delivered (tries=3, why="no answer", at=a/b)',
		'ERROR broken (time_=5, level_=x)',
	])
})

test('the time is the machine\'s own', () => {
	const time = new Date(2026, 10, 22, 16, 41, 1)
	assert.equal(stamp(time), '2026-11-22 16:41:01')
	assert.equal(textLine(JSON.stringify({ level: 'info', time: time.toISOString(), line: 'a' })), '2026-11-22 16:41:01 INFO  a\n')
})

test('JSON for programs', () => {
	const file = newFile()
	const log = createLog({ format: 'json', level: 'debug', file })
	log.debug('a\n"b"', { tries: 3, ok: true })
	log.close()
	const { time, ...rest } = JSON.parse(linesOf(file)[0]!) as Record<string, unknown>
	assert.deepEqual(rest, { level: 'debug', line: 'a\n"b"', tries: 3, ok: true })
	assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000)
})

test('nobody\'s text can write a line of its own, or steer a terminal', () => {
	const file = newFile()
	const log = createLog({ format: 'text', level: 'info', file })
	log.info('a\n2026-11-22 16:41:01 INFO  forged\r\u001b[2Jb\u202ec\u2028d', { name: 'x\ny' })
	log.close()
	assert.deepEqual(linesOf(file).map((line) => line.slice(20)), [
		'INFO  a ⏎ 2026-11-22 16:41:01 INFO  forged\\u000d\\u001b[2Jb\\u202ec\\u2028d (name="x\\ny")',
	])
})

for (const format of ['text', 'json'] as const) {
	test(`secrets never appear, in whatever form: ${format}`, () => {
		const file = newFile()
		const log = createLog({ format, level: 'info', file })
		const secrets = ['hunter2', 'hunter2 and "more"/ö']
		log.hideSecrets(secrets)
		log.hideSecrets(['later'])
		for (const secret of secrets) {
			log.error(`401 for ${secret}`, { url: `https://a/?p=${encodeURIComponent(secret)}`, body: JSON.stringify({ secret }) })
			log.warn(String(new Error(`cause: ${secret}`)))
		}
		log.info('now later')
		log.close()
		const text = readFileSync(file, 'utf8')
		for (const form of ['hunter2', 'more', '%22more', 'later']) {
			assert.ok(!text.includes(form), `${form} in ${text}`)
		}
		assert.equal(linesOf(file).length, 5)
	})
}

test('an empty secret hides nothing, and the longest goes first', () => {
	const hide = redactor()
	hide.add(['', ' ', 'ab', 'abc', '\ud800'])
	assert.equal(hide.from('x abc ab y'), 'x [secret] [secret] y')
})

test('goes on in a new file when the old one was moved away', () => {
	const file = newFile()
	const log = createLog({ format: 'text', level: 'info', file })
	log.info('before')
	renameSync(file, `${file}.1`)
	log.info('still the old one')
	log.reopen()
	log.info('after')
	log.close()
	assert.deepEqual([linesOf(`${file}.1`).length, linesOf(file).map((line) => line.slice(20))], [2, ['INFO  after']])
})

test('after it is closed it does no harm', () => {
	const log = createLog({ format: 'text', level: 'info', file: newFile() })
	log.close()
	log.info('nobody hears this')
	log.close()
})

/** What a program that logs so writes to stdout and stderr. */
function run(config: object, more = ''): { readonly stdout: string, readonly stderr: string, readonly status: number | null } {
	const code = `import { createLog } from '${new URL('log.ts', import.meta.url).href}'
		const log = createLog(${JSON.stringify({ format: 'text', level: 'info', ...config })}); log.info('one'); ${more}; log.info('two')`
	return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
}

test('without a file it goes to stdout; so it does where the file can\'t be opened, and says so', () => {
	const plain = run({})
	assert.deepEqual([plain.stdout.split('\n').map((line) => line.slice(20)), plain.stderr, plain.status], [['INFO  one', 'INFO  two', ''], '', 0])
	const refused = run({ file: '/proc/nowhere/relay.log' })
	assert.equal(refused.stdout.split('\n').length, 3)
	assert.match(refused.stderr, /^\/proc\/nowhere\/relay\.log can't be written: .*ENOENT.*\n$/)
})

test('the last line before a crash is there', () => {
	const file = newFile()
	run({ file }, 'process.kill(process.pid, "SIGKILL")')
	assert.deepEqual(linesOf(file).map((line) => line.slice(20)), ['INFO  one'])
})

test('a full disk is told once and stops nothing', { skip: !existsSync('/dev/full') }, () => {
	const full = run({ file: '/dev/full' }, 'await new Promise((resolve) => setTimeout(resolve, 50)); process.stdout.write("lives")')
	assert.deepEqual([full.stdout, full.status], ['lives', 0])
	assert.match(full.stderr, /^\/dev\/full can't be written: .*ENOSPC[^\n]*\n$/)
})

test('a file that can\'t be opened anew: the old one goes on', () => {
	const file = newFile()
	const log = createLog({ format: 'text', level: 'info', file })
	renameSync(file, `${file}.1`)
	mkdirSync(file)
	log.reopen()
	log.info('still here')
	log.close()
	assert.equal(linesOf(`${file}.1`).length, 1)
})
