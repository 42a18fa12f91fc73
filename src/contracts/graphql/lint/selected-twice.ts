import type {SelectionNode, SelectionSetNode} from 'graphql/language/ast.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow fields and fragments that one selection has twice',
  why: 'The answer has the field once, so the second one says nothing; it is mostly what an edit has left behind, or was meant to be another field.',
  fix: 'Remove one of them, or join what they select. One that is wanted with other arguments needs an alias.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
query Order($short: Boolean!) {
  order(id: 1) { id total other: total }
  second: order(id: 2) { ...Total ... on Order { id } }
  name @include(if: $short)
  name @skip(if: $short)
}
fragment Total on Order { total }
`,
      `
type Query { order: Int } # What a schema has twice is a fault of another sort.
`,
    ],
    invalid: [
      `
query Order {
  order(id: 1) { id }
  total
  order(id: 1) { total } # want: "order" is selected twice.
  ... on Query { total total } # want: "total" is selected twice.
}
`,
      `
fragment Sums on Order {
  total
  total: sum # want: "total" is selected twice.
  ...Tax
  ...Tax # want: "...Tax" is selected twice.
}
`,
    ],
  },

  check({document}, report) {
    for (const {selectionSet} of [...document.operations, ...document.fragments]) judge(selectionSet)

    function judge({selections}: SelectionSetNode) {
      const seen = new Map<string, SelectionNode>()
      for (const node of selections) {
        if (node.kind !== 'FragmentSpread' && node.selectionSet !== undefined) judge(node.selectionSet)
        // With a condition each may be there when the other one is not.
        if (node.kind === 'InlineFragment' || (node.directives?.length ?? 0) > 0) continue
        const name = node.kind === 'Field' ? (node.alias ?? node.name).value : `...${node.name.value}`
        const first = seen.get(name)
        if (first === undefined) seen.set(name, node)
        else report(node, `"${name}" is selected twice.`, [{at: first, message: 'It is there for the first time here'}])
      }
    }
  },
})
