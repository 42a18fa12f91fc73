import {lintRule} from '../model.js'
import {usedBy} from '../named.js'

export default lintRule({
  summary: 'Disallow query parameters beside a parameter for the whole query string',
  why: 'A `querystring` parameter describes all that stands behind the question mark. Another parameter for a part of it says the same place a second time, and clients write one over the other.',
  fix: 'Describe the part within the `querystring` parameter, or the whole as `query` parameters.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.2.0
paths:
  /orders:
    parameters:
      - {name: trace, in: header, schema: {type: string}}
    get:
      parameters:
        - {name: filter, in: querystring, content: {application/jsonpath: {schema: {type: string}}}}
`,
      // Two operations of one path are asked in two ways.
      `
openapi: 3.2.0
paths:
  /orders:
    get:
      parameters:
        - {name: filter, in: querystring, content: {application/jsonpath: {schema: {type: string}}}}
    query:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
`,
    ],
    invalid: [
      // Within one list openapi/structure tells of it.
      `
openapi: 3.2.0
paths:
  /orders:
    parameters:
      - {name: limit, in: query, schema: {type: integer}}
    get:
      parameters:
        - {name: filter, in: querystring, content: {application/jsonpath: {}}} # want: "GET /orders" has the querystring parameter "filter" and the query parameter "limit".
`,
      `
openapi: 3.2.0
paths:
  /orders:
    parameters:
      - $ref: '#/components/parameters/Filter'
    get:
      parameters:
        - {name: other, in: querystring, content: {application/jsonpath: {}}} # want: "GET /orders" has the querystring parameter "other" and the querystring parameter "filter".
components:
  parameters:
    Filter: {name: filter, in: querystring, content: {application/jsonpath: {}}}
`,
    ],
  },

  check({document: {version, operations, outgoing}}, report) {
    if (version !== '3.2') return
    for (const operation of [...operations, ...outgoing]) {
      const asked = operation.parameters.filter(each => each.in === 'query' || each.in === 'querystring')
      const whole = asked.find(each => each.in === 'querystring')
      const other = asked.find(each => each !== whole && each.use.parent?.value !== whole?.use.parent?.value)
      if (whole && other)
        report(
          whole.use,
          `"${operation.title}" has the querystring parameter "${whole.name}" and the ${other.in} parameter "${other.name}".`,
          usedBy(operation, whole),
        )
    }
  },
})
