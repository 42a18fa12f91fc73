import {z} from 'zod'
import {type ApiLanguage, lintRule} from '../model.js'

const ways: Readonly<Record<ApiLanguage, string>> = {
  json: '"x-sunset: 2027-06-30"',
  graphql: '"sunset=2027-06-30" in the reason',
  protobuf: '"Sunset: 2027-06-30" in the comment',
}

const day = 24 * 60 * 60 * 1000

export default lintRule({
  summary: 'Require a sunset date on everything that is deprecated',
  why: 'Deprecated without a date means for ever: no caller plans the change, and no owner dares to remove it.',
  fix: 'Say when it goes, as an ISO date such as `2027-06-30` that is later than the date of the deprecation.',
  severity: 'error',
  options: z.strictObject({
    minimumDays: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('Days that callers have at least between the deprecation and the sunset, such as 90.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: {deprecated: true, x-deprecated-at: 2026-12-31, x-sunset: 2027-06-30}
    put: {deprecated: false}
components:
  schemas:
    Order:
      properties:
        total: {type: string, deprecated: true, x-sunset: '2027-06-30T00:00:00Z'}
        deprecated: {type: boolean}
`,
      `
openapi: 3.0.3
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: sort, in: query, deprecated: true, x-sunset: 2028-02-29, schema: {type: string}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" is deprecated without a sunset date; add "x-sunset: 2027-06-30".
      deprecated: true
    put:
      deprecated: true
      x-deprecated-at: 2027-01-01
      x-sunset: 2026-12-31 # want: "PUT /api/v1/orders" is to go on 2026-12-31, which is not later than its deprecation on 2027-01-01.
components:
  schemas:
    Order:
      properties:
        total: {type: string, deprecated: true, x-sunset: next summer} # want: Property "total" has the sunset "next summer", which is no ISO date.
        tax: {type: string, deprecated: true, x-sunset: 2027-02-30} # want: Property "tax" has the sunset "2027-02-30", which is no ISO date.
`,
      `
# options: {"minimumDays": 90}
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      deprecated: true
      x-deprecated-at: 2027-01-01
      x-sunset: 2027-02-01 # want: "GET /api/v1/orders" is to go 31 days after its deprecation; callers have at least 90.
`,
    ],
  },

  check({document: {api}}, report, {minimumDays}) {
    for (const {title, since, sunset, at} of api.deprecations) {
      if (sunset === undefined) {
        report(at, `${title} is deprecated without a sunset date; add ${ways[api.language]}.`)
        continue
      }
      const end = timeOf(sunset)
      if (end === undefined) {
        report(at, `${title} has the sunset "${sunset}", which is no ISO date.`)
        continue
      }
      const start = since === undefined ? undefined : timeOf(since)
      if (start === undefined) continue
      const days = Math.floor((end - start) / day)
      if (end <= start)
        report(at, `${title} is to go on ${sunset}, which is not later than its deprecation on ${since}.`)
      else if (days < minimumDays)
        report(at, `${title} is to go ${days} days after its deprecation; callers have at least ${minimumDays}.`)
    }
  },
})

/** Milliseconds since 1970; undefined for what is no date of the calendar. */
function timeOf(text: string): number | undefined {
  const date = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text)?.[1]
  const midnight = date === undefined ? Number.NaN : Date.parse(date)
  // Date.parse takes February 30 for a day of March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
