import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require files that are imported to be there',
  why: 'Build tools read `#import` and stop at a file that is not there; GraphQL itself takes the line for a comment and says nothing.',
  fix: 'Correct the path, which starts from the folder of the file, or remove the import.',
  severity: 'error',
  presets: ['recommended'],
  examples: {
    valid: [
      `
# file: client/order.graphql
#import "../total.graphql"
# import Tax from './tax.graphql'
#import "@example/fragments/order.graphql"
query Order { order { ...Total ...Tax } } # The last one is for the build tool to find.
# file: total.graphql
fragment Total on Order { total }
# file: client/tax.graphql
fragment Tax on Order { tax }
`,
      `
# Remember to import "./total.graphql" before use.
query Order { order }
`,
    ],
    invalid: [
      `
# file: client/order.graphql
#import "./total.graphql" # want: There is no file "./total.graphql".
query Order { order { ...Total } }
# file: total.graphql
fragment Total on Order { total }
`,
      `
# import Order, Item from '../types/order.graphqls' # want: There is no file "../types/order.graphqls".
type Query { order: String }
`,
    ],
  },

  check({document}, report) {
    for (const each of document.imports)
      if (!document.paths.has(each.target)) report(each, `There is no file "${each.path}".`)
  },
})
