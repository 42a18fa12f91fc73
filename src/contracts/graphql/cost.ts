import type {OperationDefinitionNode, SelectionNode, SelectionSetNode} from 'graphql/language/ast.js'
import {operationLimits} from '../../standard/graphql.js'
import type {FragmentOf} from './client.js'
import {namedType} from './nodes.js'
import type {GraphqlSchema} from './schema.js'

/** What an operation asks for: levels of fields, and the sum over its fields, of which a connection counts more. */
export interface Cost {
  readonly depth: number
  readonly complexity: number
}

const nothing: Cost = {depth: 0, complexity: 0}

/** Measures operations. A fragment is measured once, however often it is used; one that uses itself counts once. */
export function costOf(
  schema: GraphqlSchema | undefined,
  fragmentOf: FragmentOf,
): (operation: OperationDefinitionNode) => Cost {
  const known = new Map<string, Cost>()

  function selected(set: SelectionSetNode | undefined, parent: string | undefined): Cost {
    let depth = 0
    let complexity = 0
    for (const selection of set?.selections ?? []) {
      const cost = selectionCost(selection, parent)
      depth = Math.max(depth, cost.depth)
      complexity += cost.complexity
    }
    return {depth, complexity}
  }

  function selectionCost(node: SelectionNode, parent: string | undefined): Cost {
    if (node.kind === 'FragmentSpread') return fragmentCost(node.name.value)
    if (node.kind === 'InlineFragment') return selected(node.selectionSet, node.typeCondition?.name.value ?? parent)
    const name = node.name.value
    // What is told about the schema comes from no data, and clients and tools ask for it by themselves.
    if (name.startsWith('__')) return nothing
    const field = parent === undefined ? undefined : schema?.type(parent)?.fields.get(name)
    const type = field && namedType(field.type).name.value
    const inner = selected(node.selectionSet, type)
    const isConnection = type === undefined ? hasEdges(node.selectionSet) : type.endsWith('Connection')
    const own = isConnection ? operationLimits.connectionCost : 1
    return {depth: inner.depth + 1, complexity: inner.complexity + own}
  }

  function fragmentCost(name: string): Cost {
    const cost = known.get(name)
    if (cost !== undefined) return cost
    // Until it is measured: what a fragment that uses itself adds the second time.
    known.set(name, nothing)
    const fragment = fragmentOf(name)
    const measured = selected(fragment?.selectionSet, fragment?.typeCondition.name.value)
    known.set(name, measured)
    return measured
  }

  return ({operation, selectionSet}) => selected(selectionSet, schema?.roots[operation])
}

/** Without a schema a connection is known by its edges. */
function hasEdges(set: SelectionSetNode | undefined): boolean {
  return set?.selections.some(node => node.kind === 'Field' && node.name.value === 'edges') ?? false
}
