import {createRequire} from 'node:module'
import type {Ajv2020, ErrorObject} from 'ajv/dist/2020.js'
import type {JsonObject} from './document.js'

/** Words of OpenAPI and of this contract that tell people something and validators nothing. */
const annotations = [
  'example',
  'externalDocs',
  'xml',
  'discriminator',
  'x-pii',
  'x-error-codes',
  'x-bounded',
  'x-mesh-ignore',
]

/** Says whether a value keeps to a schema; `errors` tells how the last one did not. */
export interface Validate {
  (value: unknown): boolean
  errors?: ErrorObject[] | null
}

/** Makes validators of the schemas of a contract. Each is compiled for the first value that it judges, and throws then when
 * its schema is wrong: a start would wait for all of them. */
export interface Validators {
  /** JSON bodies are taken as they are: "1" is not 1. */
  body(schema: JsonObject): Validate
  /** Parameters arrive as text and are turned into the type that the contract names. */
  parameters(schema: JsonObject): Validate
}

export function createValidators(shared: readonly JsonObject[]): Validators {
  return {body: compiler(shared, false), parameters: compiler(shared, true)}
}

function compiler(shared: readonly JsonObject[], coerceTypes: boolean): (schema: JsonObject) => Validate {
  let ajv: Ajv2020 | undefined
  // Most operations answer their errors by one schema.
  const compiled = new Map<string, Validate>()
  const compile = (schema: JsonObject): Validate => {
    const text = JSON.stringify(schema)
    ajv ??= createAjv(shared, coerceTypes)
    const validate = compiled.get(text) ?? ajv.compile(schema)
    compiled.set(text, validate)
    return validate
  }
  return schema => {
    let inner: Validate | undefined
    const validate: Validate = value => {
      inner ??= compile(schema)
      const valid = inner(value)
      validate.errors = inner.errors ?? null
      return valid
    }
    return validate
  }
}

const require = createRequire(import.meta.url)

function createAjv(shared: readonly JsonObject[], coerceTypes: boolean): Ajv2020 {
  // Loaded here, because a gateway judges hardly anything itself, and not by `import()`, because a validator answers at once.
  const {Ajv2020}: typeof import('ajv/dist/2020.js') = require('ajv/dist/2020.js')
  const {default: addFormats}: {default: (ajv: Ajv2020) => void} = require('ajv-formats')
  const options = {allErrors: true, coerceTypes, useDefaults: true, strict: true, strictRequired: false}
  // Strict mode notices wrong schemas; to compile the schema of schemas as well takes longer than everything else.
  const ajv = new Ajv2020({...options, validateSchema: false, meta: false})
  addFormats(ajv)
  ajv.addVocabulary(annotations)
  for (const schema of shared) ajv.addSchema(schema)
  return ajv
}

/** Ajv's findings in one sentence each, for logs. */
export function sentences(errors: readonly ErrorObject[] | null | undefined): readonly string[] {
  return (errors ?? []).map(({instancePath, message, params}) => {
    return `${instancePath || '/'} ${message} ${JSON.stringify(params)}`
  })
}
