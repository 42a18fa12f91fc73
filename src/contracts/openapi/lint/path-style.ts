import pluralize from 'pluralize'
import {z} from 'zod'
import {camelCase, kebabCase, toCamelCase, toKebabCase} from '../../../standard/names.js'
import {versionSegment} from '../../../standard/paths.js'
import {successBodies, typesOf, valueBranches} from '../bodies.js'
import {lintRule, type OpenApi, type PathItem} from '../model.js'

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
    const lists = pathsOfLists(document)
    for (const item of document.pathItems) {
      if (item.exempt) continue
      const {path, use} = item
      if (path !== '/' && path.endsWith('/')) report(use, `Path "${path}" ends in a slash.`)
      if (path.includes('//')) report(use, `Path "${path}" has an empty segment.`)
      const segments = path.split('/').filter(segment => segment !== '')
      segments.forEach((segment, index) => {
        const problem = styleProblem(segment, allowed) ?? pluralProblem(segments, index, allowed, lists.has(path))
        const what = segment.startsWith('{') ? 'Parameter' : 'Segment'
        if (problem !== undefined) report(use, `${what} "${segment}" of path "${path}" ${problem}`)
      })
      checkDeclared(item, report)
    }
  },
})

function styleProblem(segment: string, allowed: ReadonlySet<string>): string | undefined {
  if (allowed.has(segment)) return undefined
  const template = /^\{([^{}]*)\}$/.exec(segment)?.[1]
  if (template !== undefined)
    return camelCase.test(template) ? undefined : `is not in camelCase${suggestion(template, toCamelCase, '{}')}.`
  if (/[{}]/.test(segment)) return 'mixes a parameter with other text; give the parameter a segment of its own.'
  if (segment.startsWith(':')) return `is no parameter in OpenAPI; write "{${segment.slice(1)}}".`
  return kebabCase.test(segment) ? undefined : `is not in kebab-case${suggestion(segment, toKebabCase)}.`
}

/** Collections are what a parameter follows, what a list is read from, and what stands alone below the version. */
function pluralProblem(segments: readonly string[], index: number, allowed: ReadonlySet<string>, isList: boolean) {
  const [segment = '', next] = segments.slice(index)
  const isLast = next === undefined
  const before = segments[index - 1]
  const isTop = index === 0 || (before !== undefined && versionSegment.test(before))
  const isCollection = isLast ? isList || isTop : /^[{:]/.test(next)
  if (!isCollection || /^[{:]/.test(segment) || versionSegment.test(segment) || allowed.has(segment)) return undefined
  const word = segment.split('-').at(-1) ?? segment
  // Irregular and uncountable words (people, media, news) are plural without an s.
  if (word.endsWith('s') || /\d$/.test(word) || pluralize.isPlural(word)) return undefined
  return `is a collection and has to be plural; write "${segment.slice(0, -word.length)}${pluralize(word)}".`
}

function checkDeclared({templates, operations}: PathItem, report: Parameters<Rule['check']>[1]) {
  for (const {title, node, parameters} of operations)
    for (const name of templates)
      if (!parameters.some(parameter => parameter.in === 'path' && parameter.name === name))
        report(node, `"${title}" does not declare the path parameter "${name}".`)
}

/** Paths from which a GET reads an array. */
function pathsOfLists(document: OpenApi): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const {operation, views} of successBodies(document))
    if (operation.method === 'get' && views.some(view => readsArray(document, view))) paths.add(operation.path)
  return paths
}

function readsArray(document: OpenApi, view: ReturnType<OpenApi['view']>): boolean {
  const data = view.properties.get('data')
  if (data === undefined) return typesOf(view).has('array')
  return valueBranches(document, data.schemas).views.some(each => typesOf(each).has('array'))
}

function suggestion(given: string, convert: (name: string) => string, brackets = ''): string {
  const better = convert(given)
  const [open = '', close = ''] = brackets
  return better === '' || better === given ? '' : `; write "${open}${better}${close}"`
}

type Rule = ReturnType<typeof lintRule>
