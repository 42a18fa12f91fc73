import {retryableStatuses} from '../../../standard/api-error.js'
import {examplesOf, valuesWithin} from '../examples.js'
import {type JsonNode, lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow retryable errors with statuses that a repetition does not change',
  why: 'Clients copy what examples show. An error that is marked as retryable with a 422 makes them send the same wrong request again and again.',
  fix: 'Write `retryable: false`, or answer with 429, 502, 503 or 504 when the same request may succeed later.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '503':
          x-error-codes: [{code: SERVICE_UNAVAILABLE, retryable: true}]
          content:
            application/json:
              example: {errors: [{code: SERVICE_UNAVAILABLE, retryable: true}]}
        '422':
          content:
            application/json:
              example: {errors: [{code: VALIDATION_FAILED, retryable: false}]}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/jobs/{jobId}:
    get:
      responses:
        '200': # What a job ended with is no error of this answer.
          content:
            application/json:
              example: {data: {status: failed, error: {code: UPSTREAM_TIMEOUT, retryable: true}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '422':
          content:
            application/json:
              examples:
                wrong:
                  value:
                    errors:
                      - code: VALIDATION_FAILED
                        retryable: true # want: An error with status 422 is marked as retryable; only 429, 502, 503 and 504 are.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '500': {$ref: '#/components/responses/InternalError'}
components:
  responses:
    InternalError:
      x-error-codes:
        - {code: INTERNAL_ERROR, retryable: true} # want: An error with status 500 is marked as retryable; only 429, 502, 503 and 504 are.
`,
    ],
  },

  check({document}, report) {
    const seen = new Map<string, Set<unknown>>()
    for (const {exempt, title, responses} of document.operations)
      for (const {status, node, use, content} of responses) {
        if (exempt || !/^[45]\d\d$/.test(status) || retryableStatuses.has(status)) continue
        const known = seen.get(status) ?? new Set<unknown>()
        seen.set(status, known)
        for (const value of [...codesOf(node), ...content.flatMap(media => examplesOf(document, media))]) {
          // What many operations share is looked through once for each status.
          if (known.has(value.value)) continue
          known.add(value.value)
          for (const each of valuesWithin(value)) {
            const retryable = each.get('retryable')
            if (retryable?.value === true)
              report(
                retryable,
                `An error with status ${status} is marked as retryable; only 429, 502, 503 and 504 are.`,
                node.value === use.value ? [] : [{at: use, message: `Used by "${title}".`}],
              )
          }
        }
      }
  },
})

function codesOf(response: JsonNode): readonly JsonNode[] {
  return response.get('x-error-codes')?.children() ?? []
}
