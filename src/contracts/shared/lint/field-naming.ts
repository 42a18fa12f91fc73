import {z} from 'zod'
import {camelCase, toCamelCase} from '../../../standard/names.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce camelCase for properties and query parameters',
  why: 'Callers map fields to their own code by name. With one style that mapping needs no table, and "createdAt" and "created_at" never stand side by side.',
  fix: 'Rename the field. Where a name is given by another standard, put it into the option `allow`.',
  severity: 'error',
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default([])
      .describe('Names that are right as they are, such as `_links` or `access_token`.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        createdAt: {type: string, format: date-time}
`,
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPaidEvent:
      payload:
        properties:
          paidAt: {type: string, format: date-time}
      headers:
        properties:
          X-Request-ID: {type: string} # Headers have a style of their own.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - name: sort_by # want: Query parameter "sort_by" is not in camelCase; write "sortBy".
          in: query
          schema: {type: string}
components:
  schemas:
    Order:
      type: object
      properties:
        created_at: {type: string} # want: Property "created_at" is not in camelCase; write "createdAt".
`,
      `
asyncapi: 3.0.0
components:
  messages:
    OrderPaidEvent:
      payload:
        properties:
          paid_by: {type: string} # want: Property "paid_by" is not in camelCase; write "paidBy".
`,
    ],
  },

  check({document: {api}}, report, {allow}) {
    // A large contract has the same few names thousands of times.
    const messages = new Map<string, string | undefined>()
    for (const {name, what, at} of api.names) {
      const known = `${what} ${name}`
      if (!messages.has(known)) messages.set(known, allow.includes(name) ? undefined : complaint(name, what))
      const message = messages.get(known)
      if (message !== undefined) report(at, message)
    }
  },
})

function complaint(name: string, what: string): string | undefined {
  if (camelCase.test(name)) return undefined
  const better = toCamelCase(name)
  const advice = camelCase.test(better) ? `; write "${better}"` : ''
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} "${name}" is not in camelCase${advice}.`
}
