import {z} from 'zod'
import {toKebabCase} from '../../../standard/names.js'
import {allowedActions, leadingVerbs, verbs} from '../../../standard/paths.js'
import {segmentsOf} from '../collections.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow verbs in paths',
  why: 'The method is the verb. A path that has another one hides what the call does from caches, retries and access rules, all of which go by the method.',
  fix: 'Name the thing that the call makes or changes: `POST /reports` instead of `POST /reports/generate`, `DELETE /orders/{orderId}` instead of `POST /orders/{orderId}/delete`. An action that is none of these goes into the option `allow`.',
  severity: 'warning',
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Segments that may stay, such as `cancel`.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/reports: {post: {}}
  /api/v1/sessions/refresh: {post: {}}
  /api/v1/login: {post: {}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/updates/{update}: {get: {}} # A parameter is no segment, and a plural is a thing.
  /api/v1/process-instances: {get: {}} # Begins with a word that is a thing as well.
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/reports/generate: # want: Segment "generate" of path "/api/v1/reports/generate" is a verb; the method says what to do.
    post: {}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/getOrders: # want: Segment "getOrders" of path "/api/v1/getOrders" begins with the verb "get"; the method says what to do.
    get: {}
  /api/v1/Process: # want: Segment "Process" of path "/api/v1/Process" is a verb; the method says what to do.
    post: {}
`,
    ],
  },

  check({document: {pathItems}}, report, {allow}) {
    const allowed = new Set<string>([...allowedActions, ...allow])
    for (const {path, use, exempt} of pathItems) {
      if (exempt) continue
      for (const segment of segmentsOf(path)) {
        if (/[{}:]/.test(segment) || allowed.has(segment)) continue
        const words = toKebabCase(segment).split('-')
        const [first = ''] = words
        const problem =
          words.length === 1 && verbs.has(first)
            ? 'is a verb'
            : words.length > 1 && leadingVerbs.has(first) && `begins with the verb "${first}"`
        if (problem) report(use, `Segment "${segment}" of path "${path}" ${problem}; the method says what to do.`)
      }
    }
  },
})
