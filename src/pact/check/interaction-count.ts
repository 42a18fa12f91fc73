import type {PactContract} from '../../contracts/pact/model.js'

/** How many interactions a pact has, whatever their kind. */
export function interactionCount({document: {root}}: PactContract): number {
  return [root.get('interactions'), root.get('messages')].flatMap(list => list?.children() ?? []).length
}
