import {errorCode, longestErrorCode} from '../../../standard/api-error.js'
import {wordsOf} from '../../../standard/names.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce UPPER_SNAKE_CASE for error codes',
  why: 'Programs compare codes letter by letter. With one form a code is found in logs, dashboards and other services by the same search.',
  fix: 'Write the code as the message suggests, for an error of your own as entity and reason: `USER_NOT_FOUND`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get:
      responses:
        '404':
          description: No such user
          x-error-codes: [USER_NOT_FOUND, {code: TENANT_GONE, retryable: false}]
components:
  schemas:
    ApiError:
      properties:
        code: {type: string, enum: [USER_NOT_FOUND, E2E_FAILED]}
    Country:
      properties:
        code: {type: string, enum: [de, fr]}
`,
      `
openapi: 3.1.0
components:
  schemas:
    Failure:
      properties:
        errors:
          type: array
          items: {type: object, properties: {code: {const: USER_NOT_FOUND}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    get:
      responses:
        '404':
          description: No such user
          x-error-codes: [user.not-found] # want: Error code "user.not-found" is not in UPPER_SNAKE_CASE; write "USER_NOT_FOUND".
components:
  schemas:
    ApiError:
      properties:
        code:
          enum:
            - USER_NOT_FOUND
            - userGone # want: Error code "userGone" is not in UPPER_SNAKE_CASE; write "USER_GONE".
            - 404 # want: Error code "404" is not in UPPER_SNAKE_CASE.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    post:
      responses:
        '422':
          description: Not valid
          content:
            application/json:
              example:
                errors:
                  - code: THIS_CODE_SAYS_SO_MUCH_ABOUT_WHAT_WENT_WRONG_THAT_NOBODY_READS_IT # want: Error code "THIS_CODE_SAYS_SO_MUCH_ABOUT_WHAT_WENT_WRONG_THAT_NOBODY_READS_IT" has 65 characters; at most 64 are allowed.
`,
    ],
  },

  check({document: {api}}, report) {
    for (const {code, at} of api.errorCodes)
      if (!errorCode.test(code)) {
        const better = wordsOf(code).join('_').toUpperCase()
        const advice = errorCode.test(better) ? `; write "${better}"` : ''
        report(at, `Error code "${code}" is not in UPPER_SNAKE_CASE${advice}.`)
      } else if (code.length > longestErrorCode)
        report(at, `Error code "${code}" has ${code.length} characters; at most ${longestErrorCode} are allowed.`)
  },
})
