import type {JsonNode, MediaType, OpenApiContract, Parameter} from '../../contracts/openapi/model.js'
import {madeUpValue, statedIn} from '../source/made-up-value.js'

/** Values for a parameter; at least one. */
export interface Samples {
  readonly values: readonly [unknown, ...unknown[]]
  /** Made up from the schema: valid, but perhaps unknown to the service. */
  readonly guessed: boolean
}

/** What the contract gives as values of a parameter or a body: its examples, else a default, else its enum, else one made up. */
export function sampleValues({node, schema}: Parameter | MediaType, contract: OpenApiContract): Samples | undefined {
  const described = [node, ...(node.get('content')?.children() ?? [])]
  const stated = described.flatMap(place => statedBy(place, contract))
  const view = schema && contract.document.view(schema)
  const [first, ...others] = stated.length > 0 ? stated : view ? statedIn(view) : []
  if (first !== undefined) return {values: [first, ...others], guessed: false}
  const made = schema && madeUpValue(schema, contract)
  return made === undefined ? undefined : {values: [made], guessed: true}
}

/** `example` and `examples` of a parameter or media type. */
function statedBy(node: JsonNode, contract: OpenApiContract): unknown[] {
  const example = node.get('example')
  if (example !== undefined) return [example.value]
  const examples = (node.get('examples')?.children() ?? []).flatMap(child => {
    const value = contract.document.resolve(child)?.get('value')
    return value === undefined ? [] : [value.value]
  })
  return examples.filter(value => value !== null)
}
