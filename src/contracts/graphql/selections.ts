import type {SelectionSetNode} from 'graphql/language/ast.js'
import type {FragmentOf} from './client.js'

/** Whether a selection has a field of one of some names, itself or in its fragments. */
export function selectsAny(set: SelectionSetNode, names: readonly string[], fragmentOf: FragmentOf): boolean {
  // Fragments may use each other in a circle, which is a fault of another sort.
  const seen = new Set<string>()
  const selects = ({selections}: SelectionSetNode): boolean =>
    selections.some(node => {
      if (node.kind === 'Field') return names.includes(node.name.value) || names.includes(node.alias?.value ?? '')
      if (node.kind === 'InlineFragment') return selects(node.selectionSet)
      const name = node.name.value
      if (seen.has(name)) return false
      seen.add(name)
      const fragment = fragmentOf(name)
      // One that is not found may select it.
      return fragment === undefined || selects(fragment.selectionSet)
    })
  return selects(set)
}
