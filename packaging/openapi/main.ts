/** `npm run openapi`: makes openapi.json anew out of the controllers and `lib/ResponseDefinitions.php`. */
import { writeFileSync } from 'node:fs'
import { generate, target } from './generate.ts'

writeFileSync(target, generate())
