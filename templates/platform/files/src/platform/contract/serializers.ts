import {createRequire} from 'node:module'
import type {AnySchema, Options} from 'fast-json-stringify'
import type {JsonObject} from './document.js'

/** Writes a value as JSON by a schema. */
export type Serialize = (value: unknown) => string

const require = createRequire(import.meta.url)

/** Makes serializers of the schemas of a contract. Each is compiled for the first value that it writes: a start would wait for
 * all of them. */
export function createSerializers(shared: readonly JsonObject[]): (schema: JsonObject) => Serialize {
  const options = {schema: Object.fromEntries(shared.map(schema => [schema['$id'], schema]))}
  return schema => {
    let write: Serialize | undefined
    return value => {
      write ??= compile(schema, options)
      return write(value)
    }
  }
}

function compile(schema: JsonObject, options: object): Serialize {
  // Not by `import()`, because an answer is written at once. The types know less of JSON Schema than the library.
  const {build}: typeof import('fast-json-stringify') = require('fast-json-stringify')
  return build(schema as AnySchema, options as Options)
}
