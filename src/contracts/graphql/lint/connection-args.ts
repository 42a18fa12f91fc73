import {connectionArguments, otherPageArguments} from '../../../standard/graphql.js'
import {fitsPages} from '../fits-pages.js'
import {lintRule} from '../model.js'
import {isList, namedType, nullable, shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require first and after on every field that returns a connection',
  why: 'Without them nobody can ask for the second page, or for a smaller first one.',
  fix: 'Give the field `first: Int = 20` and `after: String`; `last` and `before` beside them or instead. Drop arguments such as `page` or `offset`.',
  severity: 'error',
  examples: {
    valid: [
      `
type Query {
  users(first: Int = 20, after: String, last: Int, before: String, filter: String): UserConnection!
  latest(last: Int!, before: String): UserConnection
}
type UserConnection { totalCount: Int! }
`,
      `
type Query {
  book(page: Int): String # A page of a book.
  connection: DatabaseConnection
}
enum DatabaseConnection { OPEN }
`,
    ],
    invalid: [
      `
type Query {
  users(pagination: PageInput): UserConnection! # want: "Query.users" returns a connection, but has no arguments "first: Int" and "after: String". | Argument "pagination" of "Query.users" turns pages in another way than connections do.
}
type UserConnection { totalCount: Int! }
input PageInput { page: Int }
`,
      `
interface Owner {
  orders(first: String, after: String): OrderConnection # want: Argument "first" of "Owner.orders" is of type "String", not "Int".
  drafts(first: Int, offset: Int): OrderConnection # want: "Owner.drafts" returns a connection, but has no argument "after: String". | Argument "offset" of "Owner.drafts" turns pages in another way than connections do.
}
type OrderConnection { totalCount: Int! }
`,
    ],
  },

  check({document}, report) {
    for (const {parent, node} of document.fields) {
      const {value: name} = namedType(node.type).name
      if (isList(node.type) || !name.endsWith('Connection') || document.schema?.type(name)?.kind !== 'object') continue
      const title = `"${parent.name.value}.${node.name.value}"`
      const given = new Map((node.arguments ?? []).map(each => [each.name.value, each]))
      const missing = connectionArguments.map(pair => Object.entries(pair).filter(([each]) => !given.has(each)))
      const fewest = missing.reduce((best, each) => (each.length < best.length ? each : best))
      if (fewest.length > 0)
        report(
          node,
          `${title} returns a connection, but has no argument${fewest.length > 1 ? 's' : ''} ${fewest.map(([each, type]) => `"${each}: ${type}"`).join(' and ')}.`,
        )
      for (const [each, type] of connectionArguments.flatMap(pair => Object.entries(pair))) {
        const found = given.get(each)
        // One that has to be given is stricter, and right.
        if (found && !fitsPages(nullable(found.type), type, document.schema))
          report(found, `Argument "${each}" of ${title} is of type "${shownType(found.type)}", not "${type}".`)
      }
      for (const other of otherPageArguments) {
        const found = given.get(other)
        if (found) report(found, `Argument "${other}" of ${title} turns pages in another way than connections do.`)
      }
    }
  },
})
