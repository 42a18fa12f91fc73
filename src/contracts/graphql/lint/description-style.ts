import type {StringValueNode} from 'graphql/language/ast.js'
import {z} from 'zod'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce one way of quoting descriptions',
  why: 'Where both forms are mixed, a description that grows by a line changes its quotes as well, and every review shows more than was said.',
  fix: 'Write the description in the quotes that the option `style` names.',
  severity: 'warning',
  presets: [],
  options: z.strictObject({
    style: z
      .enum(['block', 'line'])
      .default('block')
      .describe('`block` is three quotes, `line` one quote for what fits on a line.'),
  }),
  examples: {
    valid: [
      `
"""
An order.
"""
type Order {
  """Its id."""
  id: ID! @deprecated(reason: "Not a description.")
}
`,
      `
# options: {"style": "line"}
"An order."
type Order {
  """
  Its id.
  It does not change.
  """
  id: ID!
}
`,
    ],
    invalid: [
      `
"An order." # want: The description is in one quote; write three.
type Order {
  id(
    "Its form." # want: The description is in one quote; write three.
    form: Int
  ): ID!
}
`,
      `
# options: {"style": "line"}
enum State {
  """Paid.""" # want: The description is in three quotes; one is enough.
  PAID
}
"""A limit.""" # want: The description is in three quotes; one is enough.
directive @limit(to: Int) on FIELD_DEFINITION
`,
    ],
  },

  check({document}, report, {style}) {
    for (const description of document.descriptions) {
      if (style === 'block' && !description.block) report(description, 'The description is in one quote; write three.')
      else if (style === 'line' && description.block && isOneLine(description))
        report(description, 'The description is in three quotes; one is enough.')
    }
  },
})

/** In one quote, quotes and backslashes would have to be escaped. */
function isOneLine({value}: StringValueNode): boolean {
  return !/[\n"\\]/.test(value)
}
