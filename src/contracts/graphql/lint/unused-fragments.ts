import type {ASTNode} from 'graphql/language/ast.js'
import {type Client, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow fragments that no operation uses',
  why: 'A fragment that nothing uses is kept in step with the schema for nobody, and servers refuse a document that has one.',
  fix: 'Remove the fragment, or spread it where it was meant to be.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
# file: a.graphql
query A { ...One }
# file: b.graphql
fragment One on Query { ... on Query { ...Two } }
fragment Two on Query { two }
`,
      `
fragment Shared on Order { id } # There are no operations: they are kept in code.
`,
    ],
    invalid: [
      `
query A { a ...Used }
fragment Used on Query { b }
fragment Lost on Query { c } # want: Fragment "Lost" is not used by any operation.
`,
      `
# file: a.graphql
query A { a }
# file: b.graphql
fragment Round on Query { ...Again } # want: Fragment "Round" is not used by any operation.
fragment Again on Query { ...Round } # want: Fragment "Again" is not used by any operation.
`,
    ],
  },

  check({document}, report) {
    const {client} = document
    if (client === undefined || !client.isComplete) return
    const used = client.once(usedFragments)
    if (used === undefined) return
    for (const node of document.fragments)
      if (!used.has(node.name.value)) report(node, `Fragment "${node.name.value}" is not used by any operation.`)
  },
})

/** The names of all fragments that operations lead to; undefined when there are no operations. */
function usedFragments({files}: Client): ReadonlySet<string> | undefined {
  const bodies = new Map<string, ASTNode[]>()
  for (const {fragments} of files)
    for (const node of fragments) bodies.set(node.name.value, [...(bodies.get(node.name.value) ?? []), node])
  const open: ASTNode[] = files.flatMap(({operations}) => operations)
  if (open.length === 0) return undefined
  const used = new Set<string>()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('selectionSet' in node && node.selectionSet !== undefined) open.push(...node.selectionSet.selections)
    if (node.kind !== 'FragmentSpread' || used.has(node.name.value)) continue
    used.add(node.name.value)
    open.push(...(bodies.get(node.name.value) ?? []))
  }
  return used
}
