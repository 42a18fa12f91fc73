import {type ContractDocument, isObject, type JsonObject} from './document.js'

const reference = /^#\/components\/schemas\/([^/]+)(.*)$/

/** The named schemas of the contract, ready to be shared by validators and serializers. */
export function sharedSchemas(contract: ContractDocument): readonly (JsonObject & {readonly $id: string})[] {
  const schemas = contract.resolve(contract.resolve(contract.root['components'])['schemas'])
  return Object.entries(schemas).map(([name, schema]) => ({...localSchema(schema), $id: name}))
}

/** A schema whose references name shared schemas instead of places in the document, so that cycles stay cycles. */
export function localSchema(schema: unknown): JsonObject {
  const copy = rewrite(schema)
  return isObject(copy) ? copy : {}
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? member.replace(reference, '$1#$2') : rewrite(member),
    ]),
  )
}
