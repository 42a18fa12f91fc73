import {clientHeaders, correlationId, correlationPattern, platformHeader} from '../../../standard/headers.js'
import type {Member} from '../../../standard/member.js'
import {platforms} from '../../../standard/platforms.js'
import {branches, valuesOf} from '../bodies.js'
import {checkValue} from '../members.js'
import {lintRule, type OpenApi, type Parameter} from '../model.js'
import {parameterOf, parameterTitle, quoted, theHeaders, usedBy} from '../named.js'

export default lintRule({
  summary: 'Require optional headers by which callers say what they are',
  why: 'Which version of which app calls, and for which flow, decides how an incident is understood. It has to be in every contract, or every service invents its own header for it.',
  fix: 'Keep `X-Correlation-ID`, `X-Platform`, `X-App-Version` and `X-Client-ID` once under `components/parameters`, none of them required, and refer to them from the path items.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: X-Correlation-ID, in: header, schema: {type: string, pattern: '^[A-Za-z0-9._-]{1,128}$'}}
      - {name: X-Platform, in: header, schema: {enum: [web, ios, android, desktop, iot, service]}}
      - {name: X-App-Version, in: header, schema: {type: string, maxLength: 64}}
      - {name: X-Client-ID, in: header, schema: {type: string, maxLength: 64}}
    get: {}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: x-correlation-id, in: header, schema: {type: string, pattern: '^[a-z0-9-]+$'}} # Stricter is fine.
      - {name: x-platform, in: header, schema: {$ref: '#/components/schemas/Platform'}}
      - {name: x-app-version, in: header, schema: {type: string}}
      - {name: x-client-id, in: header, schema: {type: string}}
    get: {}
components:
  schemas:
    Platform: {type: string, enum: [service, iot, desktop, android, ios, web]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: X-Correlation-ID, in: header, schema: {type: string}} # want: Header parameter "X-Correlation-ID" has to have the pattern "^[A-Za-z0-9._-]{1,128}$".
      - {name: X-Platform, in: header, schema: {type: string, enum: [web, ios]}} # want: Header parameter "X-Platform" does not allow "android", "desktop", "iot" and "service".
    get: # want: "GET /api/v1/orders" does not take the headers "X-App-Version" and "X-Client-ID".
      operationId: listOrders
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: X-Correlation-ID, in: header, schema: {type: string, pattern: '^.+$'}} # want: Header parameter "X-Correlation-ID" has a pattern that lets " " through; use "^[A-Za-z0-9._-]{1,128}$".
      - {name: X-Platform, in: header, schema: {type: string}} # want: Header parameter "X-Platform" has no "enum"; its values are web, ios, android, desktop, iot, service.
      - {name: X-App-Version, in: header, schema: {type: string}}
      - {name: X-Client-ID, in: header, required: true, schema: {type: string}} # want: Header parameter "X-Client-ID" is required; callers that do not know it have to be served, too.
    get: {}
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations) {
      if (operation.exempt) continue
      const missing = clientHeaders.filter(name => !parameterOf(operation, 'header', name))
      if (missing.length > 0) report(operation.node, `"${operation.title}" does not take ${theHeaders(missing)}.`)
      for (const name of clientHeaders) {
        const parameter = parameterOf(operation, 'header', name)
        if (!parameter) continue
        for (const what of problemsOf(document, parameter, name))
          report(parameter.node, `${parameterTitle(parameter)} ${what}.`, usedBy(operation, parameter))
      }
    }
  },
})

function problemsOf(document: OpenApi, {required, schema}: Parameter, name: string): string[] {
  const problems = required ? ['is required; callers that do not know it have to be served, too'] : []
  const schemas = schema ? [schema] : []
  checkValue(document, schemas, memberOf(name), what => problems.push(what))
  if (name !== platformHeader) return problems
  const given = branches(document, schemas).map(valuesOf)
  // What has no enum has been told.
  const absent = given.includes(undefined) ? [] : platforms.filter(each => !given.flat().includes(each))
  return absent.length === 0 ? problems : [...problems, `does not allow ${quoted(absent)}`]
}

function memberOf(name: string): Member {
  const text = {name, required: true, type: 'string'} as const
  if (name === correlationId) return {...text, pattern: correlationPattern}
  return name === platformHeader ? {...text, values: platforms} : text
}
