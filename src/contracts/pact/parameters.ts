import type {JsonNode} from '../json/node.js'
import type {OpenApi, Operation, Parameter} from '../openapi/model.js'
import type {Exchange} from './exchanges.js'
import type {Values} from './model.js'

/** A parameter that the contract describes, with what a consumer sends for it. */
export interface SentParameter {
  readonly parameter: Parameter
  /** Undefined when nothing is sent. */
  readonly texts: readonly string[] | undefined
  readonly at: JsonNode
}

/** The parameters of the operation that a request leads to. */
export function sentParameters({interaction: {request}, route}: Exchange): readonly SentParameter[] {
  const {operation, values} = route ?? {}
  const cookies = cookiesIn(request.headers)
  return (operation?.parameters ?? []).flatMap(parameter => {
    const {name} = parameter
    const sent = (found: Values | undefined, other = request.at) => ({
      parameter,
      texts: found?.texts,
      at: found?.at ?? other,
    })
    if (parameter.in === 'query')
      return sent(request.query.find(each => each.name === name || each.name === `${name}[]`))
    if (parameter.in === 'header') return isOfBody(name) ? [] : sent(headerOf(request.headers, name))
    if (parameter.in === 'cookie') return sent(cookies.find(each => each.name === name))
    const value = values?.get(name)
    return value === undefined ? [] : {parameter, texts: [value], at: request.at}
  })
}

/** A header, whatever the case of its name. */
export function headerOf(headers: readonly Values[], name: string): Values | undefined {
  return headers.find(each => each.name.toLowerCase() === name.toLowerCase())
}

/** Headers that the contract describes by media types and security, not as parameters. */
function isOfBody(name: string): boolean {
  return /^(?:accept|content-type|authorization)$/i.test(name)
}

function cookiesIn(headers: readonly Values[]): readonly Values[] {
  const header = headerOf(headers, 'cookie')
  if (header === undefined) return []
  return header.texts.flatMap(text =>
    text.split(/;\s*/).map(pair => {
      const [name = '', ...rest] = pair.split('=')
      return {name: name.trim(), texts: [rest.join('=')], at: header.at}
    }),
  )
}

/** What the texts of a parameter or a header stand for by its schema; undefined where that cannot be told. */
export function parameterValue(
  document: OpenApi,
  {node, schema, isPlain = false}: Pick<Parameter, 'node' | 'schema'> & {readonly isPlain?: boolean},
  texts: readonly string[],
): unknown {
  if (schema === undefined) return undefined
  // What is described by a media type is JSON.
  if (!isPlain && node.get('schema') === undefined) return parsed(texts[0] ?? '')
  const types = typesOf(document, schema)
  if (types.includes('array')) {
    const items = document.view(schema).items
    const itemTypes = items.flatMap(item => typesOf(document, item))
    const joined = texts.length > 1 ? texts : (texts[0] ?? '').split(separatorOf(node))
    return joined.map(text => scalarOf(text, itemTypes))
  }
  // How objects are written differs too much, and so does what may be one thing or another.
  if (types.includes('object') || types.length === 0) return undefined
  return scalarOf(texts.join(','), types)
}

/** The types that a schema allows in any of its alternatives. */
function typesOf(document: OpenApi, schema: JsonNode): readonly string[] {
  const {types, alternatives} = document.view(schema)
  return types.length > 0 ? types : alternatives.flat().flatMap(each => document.view(each).types)
}

function separatorOf(node: JsonNode): string {
  const style = node.get('style')?.text
  if (style === 'pipeDelimited') return '|'
  if (style === 'spaceDelimited') return ' '
  // A list that is repeated for each value may have a comma in one, but rarely has.
  return ','
}

function scalarOf(text: string, types: readonly string[]): unknown {
  const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
  if (isNumber && (types.includes('integer') || types.includes('number'))) return Number(text)
  if ((text === 'true' || text === 'false') && types.includes('boolean')) return text === 'true'
  return text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Whether the contract knows a query parameter of a name: by its name, as a part of an object, or as a credential. */
export function knowsQuery(document: OpenApi, operation: Operation, name: string): boolean {
  const [first = name] = name.split(/[.[]/)
  return (
    operation.parameters.some(parameter => {
      if (parameter.in === 'querystring') return true
      if (parameter.in !== 'query') return false
      return parameter.name === name || parameter.name === first || hasMember(document, parameter, name)
    }) ||
    schemesOf(document, operation).some(
      scheme => scheme.get('in')?.text === 'query' && scheme.get('name')?.text === name,
    )
  )
}

/** The members of an object are parameters of their own, unless its style says something else. */
function hasMember(document: OpenApi, {node, schema}: Parameter, name: string): boolean {
  const style = node.get('style')?.text ?? 'form'
  if (schema === undefined || style !== 'form' || node.get('explode')?.boolean === false) return false
  const view = document.view(schema)
  return view.properties.has(name) || (view.types.includes('object') && view.properties.size === 0)
}

/** The security schemes that an operation names. */
export function schemesOf(document: OpenApi, {securityRequirements}: Operation): readonly JsonNode[] {
  return securityRequirements.flatMap(({schemes}) => schemes.flatMap(name => schemeOf(document, name) ?? []))
}

/** A security scheme by its name. */
export function schemeOf(document: OpenApi, name: string): JsonNode | undefined {
  const scheme = document.root.at('components', 'securitySchemes', name)
  return scheme && document.resolve(scheme)
}
