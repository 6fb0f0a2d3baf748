import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { php, root, text } from './package.ts'

const info = text('appinfo/info.xml')
const { version } = JSON.parse(text('package.json')) as { readonly version: string }
const schema = join(process.env.NEXTCLOUD_ROOT ?? '', 'resources/app-info.xsd')

test('info.xml is valid', { skip: process.env.NEXTCLOUD_ROOT === undefined && 'needs Nextcloud’s schema (NEXTCLOUD_ROOT)' }, () => {
	const wrong = php(`libxml_use_internal_errors(true);
		$document = new DOMDocument();
		$document->load($given[0]);
		$document->schemaValidate($given[1]);
		foreach (libxml_get_errors() as $error) { echo "$error->line: $error->message"; }`, [join(root, 'appinfo/info.xml'), schema])
	assert.equal(wrong, '')
})

test('info.xml, package.json and the changelog are of one version', () => {
	assert.equal(/<version>(?<version>[^<]+)</u.exec(info)?.groups?.version, version)
	assert.match(text('CHANGELOG.md'), new RegExp(`^## ${version.replaceAll('.', '\\.')} – `, 'mu'))
})

test('the pictures that the app store shows are there', () => {
	const pictures = [...info.matchAll(/<screenshot>https:\/\/raw\.githubusercontent\.com\/talk-relay\/talk_relay\/main\/(?<path>[^<]+)</gu)].map((found) => found.groups?.path ?? '')
	assert.ok(pictures.length >= 2)
	assert.deepEqual(pictures.filter((path) => !existsSync(join(root, path))), [])
})
