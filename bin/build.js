// `npm run build`: from src and templates to dist, which is all that the published package holds.
import {rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {bundle} from './build/bundle.js'
import {writeManifest} from './build/manifest.js'
import {writeSchemas} from './build/schema.js'
import {writeTypes} from './build/types.js'

const root = fileURLToPath(new URL('..', import.meta.url))

// A deleted command or rule would live on in an old dist.
rmSync(`${root}dist`, {recursive: true, force: true})
await bundle(root)
writeTypes(root)
await writeSchemas(root)
await writeManifest(root)
