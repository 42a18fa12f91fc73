import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {z} from 'zod'

/** dist/mesh.schema.json, for editors: the same declaration that checks mesh.yaml. */
export async function writeConfigSchema(root) {
  const {configSchema} = await import(pathToFileURL(join(root, 'dist/config/schema.js')).href)
  const schema = z.toJSONSchema(configSchema, {io: 'input'})
  writeFileSync(join(root, 'dist/mesh.schema.json'), `${JSON.stringify(schema, null, 2)}\n`)
}
