import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type {JsonObject} from './document.js'

/** Words of OpenAPI and of this contract that tell people something and validators nothing. */
const annotations = ['example', 'externalDocs', 'xml', 'discriminator', 'x-pii', 'x-error-codes', 'x-bounded']

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
  return {body: schema => exact.compile(schema), parameters: schema => lenient.compile(schema)}
}

function createAjv(shared: readonly JsonObject[], coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({allErrors: true, coerceTypes, useDefaults: true, strict: true, strictRequired: false})
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
