import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {z} from 'zod'

/** The schemas that are published: the module and the name of the declaration, and whether users write such files. */
const published = {
  'mesh.schema.json': ['config/schema.js', 'configSchema', 'input'],
  'load-scenarios.schema.json': ['loadtest/scenario/schema.js', 'scenarioSchema', 'input'],
  'loadtest-result.schema.json': ['loadtest/result/result-schema.js', 'resultSchema', 'output'],
}

/** Schemas in dist, for editors and for whoever reads results: the declarations that check both. */
export async function writeSchemas(root) {
  for (const [file, [module, name, io]] of Object.entries(published)) {
    const {[name]: declaration} = await import(pathToFileURL(join(root, 'dist', module)).href)
    writeFileSync(join(root, 'dist', file), `${JSON.stringify(z.toJSONSchema(declaration, {io}), null, 2)}\n`)
  }
}
