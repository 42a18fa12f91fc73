import {longestBoundedList} from '../../../standard/graphql.js'
import {demandedField} from '../demanded-field.js'
import {argument} from '../federation.js'
import {type FieldDefinitionNode, lintRule} from '../model.js'
import {directiveOf, isList, namedType} from '../nodes.js'

export default lintRule({
  summary: 'Require a connection for every list of objects that can grow',
  why: 'A list without pages grows with the data behind it, and every object in it costs again in what is selected below it.',
  fix: 'Return a connection with `first` and `after`. A list that cannot grow says `@bounded(max: n)` with at most 100.',
  severity: 'error',
  examples: {
    valid: [
      `
type Query {
  users(first: Int, after: String): UserConnection!
  weekdays: [Weekday!]! @bounded(max: 7)
  tags: [String!]!
}
type UserConnection { edges: [UserEdge!]! nodes: [User!]! }
type UserEdge { node: User! }
type User { id: ID! }
type Weekday { name: String }
`,
      `
type CreateUserPayload { errors: [ApiError!]! warnings: [ApiWarning!] }
type ApiError { code: String }
type ApiWarning { code: String }
input UserInput { addresses: [AddressInput!] } # What is sent is no list to turn pages in.
input AddressInput { city: String }
`,
    ],
    invalid: [
      `
type Query {
  users: [User!]! # want: "Query.users" returns a list of "User"; return "UserConnection!", or say "@bounded(max: …)".
}
type User {
  friends: [[Node]] # want: "User.friends" returns a list of "Node"; return "NodeConnection!", or say "@bounded(max: …)".
}
interface Node { id: ID! }
`,
      `
type Query { found: [Found!] @bounded(max: 500) } # want: "Query.found" is bounded by 500; without pages it may hold at most 100.
union Found = User
type User { id: ID! }
`,
    ],
  },

  check({document}, report) {
    for (const field of document.fields) {
      const {parent, node} = field
      if (!isList(node.type) || demandedField(field, document)) continue
      const {value: name} = namedType(node.type).name
      const kind = document.schema?.type(name)?.kind
      if (kind !== 'object' && kind !== 'interface' && kind !== 'union') continue
      const {value: owner} = parent.name
      if (owner.endsWith('Connection') || name === 'ApiError' || name === 'ApiWarning') continue
      if (node.name.value.startsWith('_') || isAskedByIds(node)) continue
      const title = `"${owner}.${node.name.value}"`
      const bounded = directiveOf(node, 'bounded')
      const max = bounded && argument(bounded, 'max')
      if (bounded === undefined)
        report(node, `${title} returns a list of "${name}"; return "${name}Connection!", or say "@bounded(max: …)".`)
      else if (max?.kind === 'IntValue' && Number(max.value) > longestBoundedList)
        report(node, `${title} is bounded by ${max.value}; without pages it may hold at most ${longestBoundedList}.`)
    }
  },
})

/** Whether callers say which objects they want: the list is no longer than that of the ids. */
function isAskedByIds({arguments: given}: FieldDefinitionNode): boolean {
  return given?.some(({name, type}) => name.value === 'ids' && isList(type)) ?? false
}
