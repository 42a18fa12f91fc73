import type {FragmentDefinitionNode, OperationDefinitionNode} from 'graphql/language/ast.js'
import {z} from 'zod'
import {type GraphqlFile, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a name of its own for every operation and every fragment of a program',
  why: 'Logs, caches and generated code know an operation by its name. Of two with one name generators refuse both or take either, and nobody sees in a trace which of them was slow.',
  fix: 'Rename one of them, or let both places use the same file.',
  severity: 'error',
  presets: ['recommended'],
  options: z.strictObject({
    programs: z
      .array(z.string())
      .default(['apps/*', 'clients/*', 'packages/*', 'services/*'])
      .describe('Folders that hold a program each; a name has to be unique within one. `*` stands for any name.'),
  }),
  examples: {
    valid: [
      `
# file: apps/web/order.graphql
query Order { order { id } }
# file: apps/mobile/order.graphql
query Order { order { id total } }
`,
      `
# file: src/order.graphql
query Order { order { id } }
fragment Order on Order { id }
# file: src/copy/order.graphql
query Order { order {
  id # It is the same.
} }
`,
    ],
    invalid: [
      `
# file: schema.graphql
type Query { order: Int }
# file: src/order.graphql
query Order { order { id } }
# file: src/page/order.graphql
query Order { order { id total } } # want: There is another operation "Order", in "src/order.graphql".
`,
      `
query Order { order { ...Sum } }
query Order { order { ...Sum } } # want: There is another operation "Order" in this file.
fragment Sum on Order { total }
fragment Sum on Order { sum } # want: There is another fragment "Sum" in this file.
`,
    ],
  },

  check({document}, report, {programs}) {
    const patterns = programs.map(each => each.split('/'))
    const own = programOf(document, patterns)
    // Without a schema at hand, files of other folders may ask another server.
    const isNear = (file: GraphqlFile) =>
      document.schema === undefined ? folderOf(file) === folderOf(document) : programOf(file, patterns) === own
    const firsts = new Map<string, Named>()
    for (const file of document.client?.files ?? []) {
      if (!isNear(file)) continue
      for (const node of [...file.operations, ...file.fragments]) {
        if (node.name === undefined) continue
        const what = node.kind === 'OperationDefinition' ? 'operation' : 'fragment'
        const key = `${what} ${node.name.value}`
        const first = firsts.get(key)
        if (first === undefined) firsts.set(key, {file, node})
        else if (file === document && (first.file === file || textOf(first) !== textOf({file, node}))) {
          const where = first.file === file ? ' in this file' : `, in "${first.file.source.path}"`
          const related = [{at: first.node, message: 'The other one is here'}]
          report(node, `There is another ${what} "${node.name.value}"${where}.`, related)
        }
      }
      if (file === document) break
    }
  },
})

interface Named {
  readonly file: GraphqlFile
  readonly node: OperationDefinitionNode | FragmentDefinitionNode
}

/** What a definition says, without comments and spaces. */
function textOf({node}: Named): string {
  const words: string[] = []
  for (let token = node.loc?.startToken ?? null; token !== null; token = token.next) {
    if (token.kind !== 'Comment') words.push(token.value ?? token.kind)
    if (token === node.loc?.endToken) break
  }
  return words.join(' ')
}

function folderOf({source: {path}}: GraphqlFile): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** The folder of the program that a file belongs to; empty when no pattern fits its path. */
function programOf({source: {path}}: GraphqlFile, patterns: readonly (readonly string[])[]): string {
  const parts = path.split('/')
  const pattern = patterns.find(each => each.every((name, index) => name === '*' || name === parts[index]))
  return pattern === undefined ? '' : parts.slice(0, pattern.length).join('/')
}
