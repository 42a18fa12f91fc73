import {z} from 'zod'
import {toCamelCase} from '../../../standard/names.js'
import {otherPageParameters, pageBounds, pageParameters} from '../../../standard/pagination.js'
import {branches, typesOf, valuesOf} from '../bodies.js'
import {highest, lowest} from '../bounds.js'
import {article} from '../members.js'
import {lintRule, type SchemaView} from '../model.js'
import {parameterTitle, usedBy} from '../named.js'

export default lintRule({
  summary: 'Enforce bounds and defaults of page and limit, and disallow other names for them',
  why: 'A limit without a maximum lets one caller read the whole table. With the same names, defaults and bounds everywhere, one pager works for every list.',
  fix: 'Describe `page` as `{type: integer, minimum: 1, default: 1}` and `limit` as `{type: integer, minimum: 1, maximum: 100, default: 20}`, once under `components/parameters`.',
  severity: 'error',
  options: z.strictObject({
    allow: z.array(z.string()).default([]).describe('Names that mean something else here, such as `offset` in a file.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
`,
      `
openapi: 3.0.3
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 0, exclusiveMinimum: true, default: 1}}
        - {name: limit, in: query, schema: {type: integer, enum: [10, 20, 50], default: 20}}
        - {name: offset, in: header, schema: {type: string}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 0, default: 0}} # want: Query parameter "page" has to have "minimum: 1". | Query parameter "page" has to have "default: 1".
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 1000, default: 20}} # want: Query parameter "limit" has to have a "maximum" of at most 100.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: string}} # want: Query parameter "limit" is a string; it has to be an integer.
        - {name: per_page, in: query, schema: {type: integer}} # want: Query parameter "per_page" pages in another way; write "limit".
        - {name: skip, in: query, schema: {type: integer}} # want: Query parameter "skip" pages in another way; write "page".
`,
    ],
  },

  check({document}, report, {allow}) {
    for (const operation of document.operations)
      for (const parameter of operation.exempt ? [] : operation.parameters) {
        const {name, schema} = parameter
        if (parameter.in !== 'query' || allow.includes(name)) continue
        const say = (what: string) =>
          report(parameter.node, `${parameterTitle(parameter)} ${what}.`, usedBy(operation, parameter))
        const better = otherPageParameters[toCamelCase(name)]
        if (better !== undefined) say(`pages in another way; write "${better}"`)
        const kind = pageParameters.find(each => each === name)
        if (kind === undefined) continue
        for (const view of schema ? branches(document, [schema]) : [])
          for (const what of problemsOf(view, kind)) say(what)
      }
  },
})

function problemsOf(view: SchemaView, kind: 'page' | 'limit'): readonly string[] {
  const bounds = pageBounds[kind]
  const types = typesOf(view)
  const wrong = [...types].find(type => type !== 'integer')
  if (wrong !== undefined) return [`is ${article(wrong)}; it has to be an integer`]
  if (types.size === 0) return view.complete ? ['has no type; it has to be an integer'] : []
  const problems: string[] = []
  const values = valuesOf(view)?.map(Number)
  const most = values ? Math.max(...values) : highest(view)
  if (values ? Math.min(...values) < bounds.minimum : lowest(view) !== bounds.minimum)
    problems.push(`has to have "minimum: ${bounds.minimum}"`)
  if ('maximum' in bounds && !(most !== undefined && most <= bounds.maximum))
    problems.push(`has to have a "maximum" of at most ${bounds.maximum}`)
  if (!view.keyword('default').some(({value}) => value === bounds.default))
    problems.push(`has to have "default: ${bounds.default}"`)
  return problems
}
