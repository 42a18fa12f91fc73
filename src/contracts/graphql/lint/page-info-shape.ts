import {pageInfoFields} from '../../../standard/graphql.js'
import {fitsPages} from '../fits-pages.js'
import {type GraphqlSchema, lintRule, type TypePart} from '../model.js'
import {shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require the four fields of PageInfo',
  why: 'Every connection hands out the same PageInfo, and clients turn pages by these four fields alone.',
  fix: 'Declare `hasNextPage: Boolean!`, `hasPreviousPage: Boolean!`, `startCursor: String` and `endCursor: String`.',
  severity: 'error',
  examples: {
    valid: [
      `
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`,
      `
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! }
extend type PageInfo { startCursor: String endCursor: String pages: Int }
`,
    ],
    invalid: [
      `
type PageInfo { # want: "PageInfo" has no field "hasPreviousPage: Boolean!". | "PageInfo" has no field "startCursor: String".
  hasNextPage: Boolean # want: "PageInfo.hasNextPage" is of type "Boolean", not "Boolean!".
  endCursor: String
}
`,
      `
type UserConnection { edges: [String!]! } # want: There are connections, but no type "PageInfo".
type OrderConnection { edges: [String!]! }
`,
      `
enum PageInfo { NEXT PREVIOUS } # want: "PageInfo" has to be an object type.
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    const pageInfo = schema?.type('PageInfo')
    if (schema === undefined || pageInfo === undefined) {
      const at = schema?.once(firstConnection)
      // A subgraph may leave the type to another one.
      if (at !== undefined && document.types.includes(at) && schema?.federation.version === 0)
        report(at, 'There are connections, but no type "PageInfo".')
      return
    }
    const [at] = pageInfo.parts
    if (at === undefined || !document.types.includes(at)) return
    if (pageInfo.kind !== 'object') {
      report(at, '"PageInfo" has to be an object type.')
      return
    }
    for (const [field, type] of Object.entries(pageInfoFields)) {
      const node = pageInfo.fields.get(field)
      if (node === undefined) report(at, `"PageInfo" has no field "${field}: ${type}".`)
      else if (!fitsPages(node.type, type, schema))
        report(node, `"PageInfo.${field}" is of type "${shownType(node.type)}", not "${type}".`)
    }
  },
})

function firstConnection({types}: GraphqlSchema): TypePart | undefined {
  for (const {name, kind, parts} of types.values())
    if (kind === 'object' && name.endsWith('Connection')) return parts[0]
  return undefined
}
