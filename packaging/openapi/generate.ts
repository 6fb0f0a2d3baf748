import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endpointsOf } from './controllers.ts'
import { documentOf } from './document.ts'
import { definitionsOf } from './psalm.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

export const target = join(root, 'openapi.json')

/** The whole of openapi.json, out of the sources. */
export function generate(): string {
	const controllers = readdirSync(join(root, 'lib/Controller')).filter((file) => file.endsWith('Controller.php')).toSorted()
	const endpoints = controllers.flatMap((file) => endpointsOf(file.slice(0, -'Controller.php'.length), read(`lib/Controller/${file}`)))
	const version = /<version>([^<]+)<\/version>/.exec(read('appinfo/info.xml'))?.[1] ?? ''
	return `${JSON.stringify(documentOf(version, endpoints, definitionsOf(read('lib/ResponseDefinitions.php'))), null, 4)}\n`
}
