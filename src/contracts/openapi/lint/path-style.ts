import pluralize from 'pluralize'
import {z} from 'zod'
import {camelCase, kebabCase, toCamelCase, toKebabCase} from '../../../standard/names.js'
import {collectionsOf, segmentsOf} from '../collections.js'
import {lintRule} from '../model.js'
import {undeclared} from '../path-parameters.js'

/** Resources that there is one of, and actions that the standard lets stand in a path. */
const standing = ['me', 'login', 'logout', 'refresh', 'register', 'search']

export default lintRule({
  summary: 'Enforce kebab-case segments, plural collections and declared camelCase parameters in paths',
  why: 'Callers type paths from memory. With one style there is nothing to look up, and a collection reads the same in every service.',
  fix: 'Rename the segment as the message says; a word that is no collection or has no other plural goes into the option `allow`.',
  severity: 'error',
  options: z.strictObject({
    allow: z
      .array(z.string())
      .default([])
      .describe('Segments that are right as they are, such as `inventory`: they need no plural and no kebab-case.'),
  }),
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/line-items/{itemId}:
    parameters:
      - {name: itemId, in: path, required: true, schema: {type: string}}
    get: {}
  /api/v1/analytics/teams: {get: {}}
  /api/v1/media: {get: {}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/analytics/team/:teamId: # want: Segment ":teamId" of path "/api/v1/analytics/team/:teamId" is no parameter in OpenAPI; write "{teamId}". | Segment "team" of path "/api/v1/analytics/team/:teamId" is a collection and has to be plural; write "teams".
    get: {}
  /api/v1/lineItems/: # want: Path "/api/v1/lineItems/" ends in a slash. | Segment "lineItems" of path "/api/v1/lineItems/" is not in kebab-case; write "line-items".
    get: {}
  /api/v1/orders/{order_id}: # want: Parameter "{order_id}" of path "/api/v1/orders/{order_id}" is not in camelCase; write "{orderId}".
    get: # want: "GET /api/v1/orders/{order_id}" does not declare the path parameter "order_id".
      operationId: getOrder
`,
    ],
  },

  check({document}, report, {allow}) {
    const allowed = new Set([...standing, ...allow])
    for (const item of document.pathItems) {
      if (item.exempt) continue
      const {path, use} = item
      if (path !== '/' && path.endsWith('/')) report(use, `Path "${path}" ends in a slash.`)
      if (path.includes('//')) report(use, `Path "${path}" has an empty segment.`)
      const segments = segmentsOf(path)
      const collections = collectionsOf(document, item)
      // What stands below it is named by other specifications.
      const wellKnown = segments.indexOf('.well-known')
      segments.forEach((segment, index) => {
        if (wellKnown !== -1 && index >= wellKnown) return
        // A query or a fragment is told of by openapi/path-no-query.
        if (/[?#]/.test(segment.replaceAll(/\{[^{}]*\}/g, ''))) return
        const problem =
          styleProblem(segment, allowed) ?? (collections.has(index) ? pluralProblem(segment, allowed) : undefined)
        const what = segment.startsWith('{') ? 'Parameter' : 'Segment'
        if (problem !== undefined) report(use, `${what} "${segment}" of path "${path}" ${problem}`)
      })
      for (const {at, message} of undeclared(item)) report(at, message)
    }
  },
})

function styleProblem(segment: string, allowed: ReadonlySet<string>): string | undefined {
  if (allowed.has(segment)) return undefined
  const template = /^\{([^{}]*)\}$/.exec(segment)?.[1]
  if (template !== undefined)
    return camelCase.test(template)
      ? undefined
      : template === ''
        ? 'has no name.'
        : `is not in camelCase${suggestion(template, toCamelCase, '{}')}.`
  if (/[{}]/.test(segment)) return 'mixes a parameter with other text; give the parameter a segment of its own.'
  if (segment.startsWith(':')) return `is no parameter in OpenAPI; write "{${segment.slice(1)}}".`
  return kebabCase.test(segment) ? undefined : `is not in kebab-case${suggestion(segment, toKebabCase)}.`
}

function pluralProblem(segment: string, allowed: ReadonlySet<string>): string | undefined {
  const word = segment.split('-').at(-1) ?? segment
  // Irregular and uncountable words (people, media, news) are plural without an s.
  if (allowed.has(segment) || word.endsWith('s') || /\d$/.test(word) || pluralize.isPlural(word)) return undefined
  return `is a collection and has to be plural; write "${segment.slice(0, -word.length)}${pluralize(word)}".`
}

function suggestion(given: string, convert: (name: string) => string, brackets = ''): string {
  const better = convert(given)
  const [open = '', close = ''] = brackets
  return better === '' || better === given ? '' : `; write "${open}${better}${close}"`
}
