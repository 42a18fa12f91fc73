import {lintRule} from '../model.js'
import {isExtension} from '../nodes.js'

export default lintRule({
  summary: 'Disallow names that repeat what the schema says anyway',
  why: 'Every client writes the name again and again: "user.userName", "getUser" and "UserType" say nothing that "user.name", "user" and "User" do not.',
  fix: 'Leave out what is repeated: the verb of a query, the name of the type in its fields, the kind of type in its name.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
type Query { getaway: String user: User listing: Listing queryPlan: String }
type User { username: String id: ID! userId: ID }
type Listing { listingsTotal: Int }
type ContentType { name: String }
enum ContentTypeEnum2 { A }
`,
      `
type Mutation { getToken(input: GetTokenInput!): String createUser: String }
type Query { a: Int }
input GetTokenInput { a: Int }
`,
    ],
    invalid: [
      `
type Query {
  getUser: User # want: Query "getUser" begins with "get", as every query does; write "user".
  listUsers: User # want: Query "listUsers" begins with "list", as every query does; write "users".
}
type User {
  userName: String # want: Field "userName" repeats the name of its type "User"; write "name".
}
`,
      `
type Query { a: StateEnum }
enum StateEnum { OPEN } # want: The name "StateEnum" says that it is an enum, as the schema does; write "State".
interface NodeInterface { id: ID! } # want: The name "NodeInterface" says that it is an interface, as the schema does; write "Node".
union FoundUnion = User # want: The name "FoundUnion" says that it is a union, as the schema does; write "Found".
type User { mutationCount: Int }
type Mutation { createUserMutation: Int } # want: Mutation "createUserMutation" ends in "Mutation"; write "createUser".
`,
    ],
  },

  check({document}, report) {
    const {query, mutation, subscription} = document.schema?.roots ?? {}
    for (const {parent, node} of document.fields) {
      const {value: owner} = parent.name
      const {value: name} = node.name
      if (owner === query) {
        const verb = /^(?:get|list|fetch|query)(?=[A-Z])/.exec(name)?.[0]
        const better = verb === undefined ? '' : lowerFirst(name.slice(verb.length))
        // "queryPlan" and "listPrice" are nouns: a verb stands before something that the query returns.
        if (verb !== undefined && (verb === 'get' || verb === 'fetch' || returns(node, better)))
          report(node, `Query "${name}" begins with "${verb}", as every query does; write "${better}".`)
      } else if (owner === mutation && /.Mutation$/.test(name))
        report(node, `Mutation "${name}" ends in "Mutation"; write "${name.slice(0, -'Mutation'.length)}".`)
      else if (owner !== mutation && owner !== subscription) {
        const rest = name.slice(owner.length)
        // What is called like its own type has no shorter name.
        const isOwn = /^I[Dd]s?$/.test(rest) || returns(node, name)
        if (name.startsWith(lowerFirst(owner)) && /^[A-Z]/.test(rest) && !isOwn)
          report(node, `Field "${name}" repeats the name of its type "${owner}"; write "${lowerFirst(rest)}".`)
      }
    }
    for (const type of document.types) {
      const suffix = suffixes[type.kind]
      const {value: name} = type.name
      if (suffix === undefined || isExtension(type) || !name.endsWith(suffix.word) || name === suffix.word) continue
      report(
        type,
        `The name "${name}" says that it is ${suffix.what}, as the schema does; write "${name.slice(0, -suffix.word.length)}".`,
      )
    }
  },
})

const suffixes: Readonly<Record<string, {readonly word: string; readonly what: string}>> = {
  EnumTypeDefinition: {word: 'Enum', what: 'an enum'},
  InterfaceTypeDefinition: {word: 'Interface', what: 'an interface'},
  UnionTypeDefinition: {word: 'Union', what: 'a union'},
}

/** Whether the type of a field is called like a name, be it one or many of them. */
function returns({type}: {readonly type: unknown}, name: string): boolean {
  const text = JSON.stringify(type, (key, value: unknown) => (key === 'loc' ? undefined : value)).toLowerCase()
  return text.includes(`"${name.toLowerCase().replace(/s$/, '')}`)
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
