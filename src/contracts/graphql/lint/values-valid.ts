import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require default values and arguments of directives that fit their types',
  why: 'Servers take a default as it is written: one of a wrong type stops them at the start, or reaches the code as something that its types exclude.',
  fix: 'Write a value of the type that stands before it, or change the type.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
type Query { orders(first: Int = 20, by: OrderBy = {field: TOTAL}, ids: [ID!] = 1, share: Float = 1): Int }
input OrderBy { field: Field! = TOTAL, after: Date = 20270101, none: String = null }
enum Field { TOTAL }
scalar Date
`,
      `
type Query { a(by: Unknown = {b: 1}): Int @unknown(a: 1) } # Names that are not defined have a rule of their own.
`,
    ],
    invalid: [
      `
type Query {
  orders(
    first: Int = "20" # want: Int cannot represent non-integer value: "20".
    by: OrderBy = {total: UP} # want: Field "total" is not defined by type "OrderBy".
    ids: [ID!] = [null] # want: Expected value of type "ID!", found null.
  ): Int
}
input OrderBy { field: Field = UP } # want: Value "UP" does not exist in "Field" enum.
enum Field { TOTAL }
`,
      `
directive @limit(to: Int! = null) on FIELD_DEFINITION # want: Expected value of type "Int!", found null.
type Query {
  a: Int @limit(to: "3") # want: Int cannot represent non-integer value: "3".
  b: Int @deprecated(reason: true) # want: String cannot represent a non string value: true.
}
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    if (schema === undefined || !document.isSchema) return
    for (const {at, message} of schema.language.valueProblems(document, schema)) report(at, message)
  },
})
