import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {Ajv, type Options} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type {JsonNode, OpenApiContract} from '../../contracts/openapi/model.js'

const options: Options = {
  // Contracts have keywords that JSON Schema does not know: `example`, `discriminator`, `x-…`.
  strict: false,
  // Whole contracts are given, which are no schemas themselves.
  validateSchema: false,
  logger: false,
}

/** Whether a value surely fits a schema; undefined when the schema cannot be compiled. */
export type Fits = (value: unknown) => boolean

/**
 * Compiles schemas where they stand in a contract, references and all, so that thousands of answers can be judged. What
 * the older dialect of OpenAPI 3.0 has of its own, and what cannot be compiled, is left to the validator that reads
 * schemas as they are: whatever does not fit here is judged by it once more, and told in its words.
 */
export function schemaCompiler({document, source}: OpenApiContract): (schema: JsonNode) => Fits | undefined {
  const ajv = document.version === '3.0' ? new Ajv(options) : new Ajv2020(options)
  // The package says that it has a default export, and is one itself.
  const addFormats = formats as unknown as typeof formats.default
  addFormats(ajv)
  const known = new Set<string>()
  const add = (path: string, value: unknown) => {
    if (known.has(path) || typeof value !== 'object' || value === null) return
    known.add(path)
    ajv.addSchema(value, addressOf(path))
  }
  add(source.path, document.root.value)
  for (const [path, referred] of document.references.documents)
    if (!('failure' in referred)) add(path, referred.root.value)
  return schema => {
    const {path} = schema.document.source
    add(path, schema.document.root.value)
    try {
      const $ref = `${addressOf(path)}#${encodeURI(schema.pointer)}`
      const validate = ajv.compile({$ref})
      return value => validate(value) === true
    } catch {
      return undefined
    }
  }
}

function addressOf(path: string): string {
  return pathToFileURL(resolve(path)).href
}
