import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** How much an operation asks for. */
export interface Measure {
  readonly depth: number
  readonly complexity: number
  readonly aliases: number
  readonly introspection: boolean
}

const nothing: Measure = {depth: 0, complexity: 0, aliases: 0, introspection: false}

/** Fields that tell the schema; the last one does it for routers of a federation. */
const introspective = new Set(['__schema', '__type', '_service'])

/** Points of a connection, whose fields come many times. */
const perConnection = 10

/** Measures the largest operation of a document, without the schema. A fragment counts wherever it is spread, and is
 * measured once; one that is spread in itself is no valid document and counts as nothing there. */
export function measure(document: DocumentNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  const known = new Map<string, Measure>()

  const ofFragment = (name: string): Measure => {
    const found = known.get(name)
    if (found) return found
    known.set(name, nothing)
    const fragment = fragments.get(name)
    const result = fragment ? ofSelections(fragment.selectionSet) : nothing
    known.set(name, result)
    return result
  }

  const ofSelections = ({selections}: SelectionSetNode): Measure =>
    selections
      .map(selection => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
        return selection.kind === Kind.FIELD ? ofField(selection) : ofSelections(selection.selectionSet)
      })
      .reduce(together, nothing)

  const ofField = (field: FieldNode): Measure => {
    // The name of a type is told for free, and clients ask for it by themselves; under another name it is an alias.
    if (field.name.value === '__typename') return {...nothing, aliases: field.alias ? 1 : 0}
    const inner = field.selectionSet ? ofSelections(field.selectionSet) : nothing
    return {
      depth: inner.depth + 1,
      complexity: inner.complexity + (isConnection(field) ? perConnection : 1),
      aliases: inner.aliases + (field.alias ? 1 : 0),
      introspection: inner.introspection || introspective.has(field.name.value),
    }
  }

  return operations.map(({selectionSet}) => ofSelections(selectionSet)).reduce(largest, nothing)
}

/** By what all connections have: `edges` or `nodes` within, or a number of elements to give. */
function isConnection({arguments: given = [], selectionSet}: FieldNode): boolean {
  if (given.some(({name}) => name.value === 'first' || name.value === 'last')) return true
  return (selectionSet?.selections ?? []).some(
    selection => selection.kind === Kind.FIELD && ['edges', 'nodes', 'pageInfo'].includes(selection.name.value),
  )
}

function together(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    complexity: left.complexity + right.complexity,
    aliases: left.aliases + right.aliases,
    introspection: left.introspection || right.introspection,
  }
}

function largest(left: Measure, right: Measure): Measure {
  return {...together(left, right), complexity: Math.max(left.complexity, right.complexity)}
}
