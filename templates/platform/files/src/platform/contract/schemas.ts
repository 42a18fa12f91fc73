import {type ContractDocument, isObject, type JsonObject} from './document.js'

const reference = /^#\/components\/schemas\/([^/]+)(.*)$/

/** The named schemas of the contract, ready to be shared by validators and serializers. */
export function sharedSchemas(contract: ContractDocument): readonly (JsonObject & {readonly $id: string})[] {
  const schemas = contract.resolve(contract.resolve(contract.root['components'])['schemas'])
  return Object.entries(schemas).map(([name, schema]) => ({...localSchema(contract, schema), $id: name}))
}

/** A schema whose references name shared schemas instead of places in the document, so that cycles stay cycles. Throws when
 * one leads nowhere: whoever compiles the schema does so much later. */
export function localSchema(contract: ContractDocument, schema: unknown): JsonObject {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite)
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (key !== '$ref' || typeof member !== 'string') return [key, rewrite(member)]
        contract.resolve(value)
        return [key, member.replace(reference, '$1#$2')]
      }),
    )
  }
  const copy = rewrite(schema)
  return isObject(copy) ? copy : {}
}
