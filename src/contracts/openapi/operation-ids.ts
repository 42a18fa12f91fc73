import type {JsonNode, OpenApi} from './model.js'

/** An operation with an id that an operation before it has. */
export interface RepeatedId extends Identified {
  readonly other: Identified
}

interface Identified {
  readonly operationId: JsonNode
  readonly id: string
  readonly title: string
}

/** Ids are unique in the whole document, webhooks and callbacks among them. */
export function repeatedIds({operations, outgoing}: OpenApi): readonly RepeatedId[] {
  const first = new Map<string, Identified>()
  return [...operations, ...outgoing].flatMap(({operationId, title}) => {
    const id = operationId?.text
    if (operationId === undefined || id === undefined || id === '') return []
    const other = first.get(id)
    if (other) return {operationId, id, title, other}
    first.set(id, {operationId, id, title})
    return []
  })
}
