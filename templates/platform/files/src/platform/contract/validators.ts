import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
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

/** Compiles the schemas of a contract. */
export interface Validators {
  /** JSON bodies are taken as they are: "1" is not 1. */
  body(schema: JsonObject): ValidateFunction
  /** Parameters arrive as text and are turned into the type that the contract names. */
  parameters(schema: JsonObject): ValidateFunction
}

export function createValidators(shared: readonly JsonObject[]): Validators {
  const exact = createAjv(shared, false)
  const lenient = createAjv(shared, true)
  return {body: once(exact), parameters: once(lenient)}
}

/** Most operations answer their errors by one schema: compiling it for each of them would delay the start. */
function once(ajv: Ajv2020): (schema: JsonObject) => ValidateFunction {
  const compiled = new Map<string, ValidateFunction>()
  return schema => {
    const text = JSON.stringify(schema)
    const validate = compiled.get(text) ?? ajv.compile(schema)
    compiled.set(text, validate)
    return validate
  }
}

function createAjv(shared: readonly JsonObject[], coerceTypes: boolean): Ajv2020 {
  const options = {allErrors: true, coerceTypes, useDefaults: true, strict: true, strictRequired: false}
  // Strict mode notices wrong schemas; to compile the schema of schemas as well takes longer than everything else.
  const ajv = new Ajv2020({...options, validateSchema: false, meta: false})
  // The types of ajv-formats describe its CommonJS form, where the function is the default of the default.
  const add = addFormats as unknown as (ajv: Ajv2020) => void
  add(ajv)
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
