import {z} from 'zod'
import {allowedStatuses} from '../../../standard/status.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow statuses outside the list of the standard, ranges and default',
  why: 'Retries, alerts and clients act on the status. A short list means the same in every service; "default" and ranges hide which errors a caller has to expect.',
  fix: 'Use a status of the list (200 201 202 204 304, 400 401 403 404 405 406 409 410 412 413 415 422 428 429, 500 502 503 504) and list each status on its own.',
  severity: 'error',
  options: z.strictObject({
    allow: z
      .array(z.union([z.number(), z.string()]))
      .default([])
      .describe('Further response keys that are right here, such as `206` for downloads.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '200': {description: The orders.}
        '503': {description: Try again later.}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '200': {description: The orders.}
        '418': {description: A teapot.} # want: "GET /api/v1/orders" answers with status 418, which the standard does not use.
        5XX: {description: Anything.} # want: "GET /api/v1/orders" answers with "5XX", which hides the statuses that callers meet; list each one.
        default: {description: Anything.} # want: "GET /api/v1/orders" answers with "default", which hides the statuses that callers meet; list each one.
`,
    ],
  },

  check({document}, report, {allow}) {
    const known = new Set([...allowedStatuses, ...allow.map(String)])
    for (const {title, responses} of document.operations)
      for (const {status, use} of responses) {
        if (known.has(status)) continue
        const complaint = /^\d+$/.test(status)
          ? `status ${status}, which the standard does not use`
          : `"${status}", which hides the statuses that callers meet; list each one`
        report(use, `"${title}" answers with ${complaint}.`)
      }
  },
})
