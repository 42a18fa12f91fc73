import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {z} from 'zod'

/** The schemas that are published, for editors and for whoever reads results: the declarations that check both. */
export async function writeSchemas(root) {
  const [{configSchema}, {resultSchema}] = await Promise.all(
    ['config/schema.js', 'loadtest/result/result-schema.js'].map(
      path => import(pathToFileURL(join(root, 'dist', path)).href),
    ),
  )
  write(join(root, 'dist/mesh.schema.json'), z.toJSONSchema(configSchema, {io: 'input'}))
  write(join(root, 'dist/loadtest-result.schema.json'), z.toJSONSchema(resultSchema))
}

function write(path, schema) {
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`)
}
