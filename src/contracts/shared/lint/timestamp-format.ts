import {timestampName} from '../../../standard/fields.js'
import {type ApiField, type ApiLanguage, lintRule} from '../model.js'

const wanted: Readonly<Record<ApiLanguage, string>> = {
  json: 'a string with the format "date-time"',
  graphql: 'a "DateTime"',
  protobuf: 'a "google.protobuf.Timestamp"',
}

/** Types of protobuf, alone or in a list, that are a point in time of their own or part of one. */
const timeType =
  /\b(?:Date|Time|TimeOfDay|Instant|\w*DateTime)$|\b(?<!protobuf\.)\w*Timestamp$|^repeated (?:string|u?int\d+)$/

export default lintRule({
  summary: 'Require RFC 3339 timestamps in fields that hold a point in time',
  why: 'Seconds or milliseconds, local time or UTC: a number does not say, and a mistake of a factor of 1000 is found in production. One form needs one parser.',
  fix: 'Give the field the type that the message names. A field whose name only sounds like a point in time gets another name.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        createdAt: {$ref: '#/components/schemas/Time'}
        deletedAt: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
        seat: {type: integer}
        format: {type: string}
    Time: {type: string, format: date-time}
`,
      `
openapi: 3.0.3
paths:
  /api/v1/orders:
    get:
      parameters:
        - name: createdAt
          in: query
          style: deepObject
          schema: {type: object, properties: {from: {type: string, format: date-time}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        createdAt: {type: integer, format: int64} # want: Property "createdAt" has the type integer with the format "int64"; a point in time is a string with the format "date-time".
        paid_at: {type: string} # want: Property "paid_at" has the type string; a point in time is a string with the format "date-time".
        shippedAt: # want: Property "shippedAt" has the type integer or string with the format "date-time"; a point in time is a string with the format "date-time".
          oneOf: [{type: integer}, {type: string, format: date-time}]
`,
      `
openapi: 3.0.3
paths:
  /api/v1/events:
    get:
      parameters:
        - name: timestamp # want: Query parameter "timestamp" has the type string with the format "date"; a point in time is a string with the format "date-time".
          in: query
          schema: {type: string, format: date, nullable: true}
`,
    ],
  },

  check({document: {api}}, report) {
    for (const field of api.fields) {
      if (!timestampName.test(field.name) || field.inEnvelope || !isWrong(field, api.language)) continue
      const {name, what, written, at} = field
      const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} "${name}"`
      report(at, `${title} has the type ${written}; a point in time is ${wanted[api.language]}.`)
    }
  },
})

function isWrong({types, written}: ApiField, language: ApiLanguage): boolean {
  if (types.size === 0 || types.has('timestamp')) return false
  if (!types.has('object') && !types.has('array')) return true
  // Filters are objects and lists of points in time. In protobuf a timestamp is a message; so is a rule about one.
  return language === 'protobuf' && timeType.test(written)
}
