import type {OpenApiContract, Parameter} from '../../contracts/openapi/model.js'
import {type Samples, sampleValues} from '../engine/sample.js'
import {checkHeader} from './headers.js'

/** The values that an operation is asked with. */
export interface ParameterPlan {
  /** How many different paths there are. */
  readonly variants: number
  path(variant: number): string
  readonly headers: Readonly<Record<string, string>>
  /** Some value in the path was made up. */
  readonly guessed: boolean
}

/** Fills the required parameters of an operation, or says which one it cannot fill. Optional ones are left out. */
export function parameterPlan(
  template: string,
  parameters: readonly Parameter[],
  contract: OpenApiContract,
): ParameterPlan | string {
  const inPath: [Parameter, Samples][] = []
  const inQuery: [Parameter, Samples][] = []
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  const names = new Set([...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name))
  for (const parameter of parameters) {
    if (parameter.in === 'path' ? !names.has(parameter.name) : !parameter.required) continue
    const filled = sampleValues(parameter, contract)
    if (filled === undefined)
      return `its ${parameter.in} parameter "${parameter.name}" has no example, and none can be made up.`
    const [first] = filled.values
    if (parameter.in === 'path') inPath.push([parameter, filled])
    else if (parameter.in === 'query') inQuery.push([parameter, filled])
    else if (parameter.in === 'cookie') cookies.push(`${parameter.name}=${encoded(plainText(first))}`)
    else if (parameter.in === 'header') headers[parameter.name] = plainText(first)
    else return `its parameter "${parameter.name}" is in "${parameter.in}", which is not sent.`
  }
  for (const name of names)
    if (!inPath.some(([known]) => known.name === name)) return `its path parameter "${name}" is not described.`
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value)
  const all = [...inPath, ...inQuery].map(([, {values}]) => values.length)
  return {
    variants: Math.max(1, ...all),
    guessed: inPath.some(([, {guessed}]) => guessed),
    headers,
    path(variant) {
      let path = template
      for (const [parameter, {values}] of inPath) {
        const text = pathText(parameter, values[variant % values.length])
        path = path.replaceAll(`{${parameter.name}}`, () => text)
      }
      const query = inQuery.flatMap(([parameter, {values}]) => queryOf(parameter, values[variant % values.length]))
      return query.length === 0 ? path : `${path}?${query.join('&')}`
    },
  }
}

/** A value in a path, in one of the three styles of the specification. */
function pathText({name, node}: Parameter, value: unknown): string {
  const style = node.get('style')?.text ?? 'simple'
  const text = encoded(plainText(value))
  if (style === 'label') return `.${text}`
  return style === 'matrix' ? `;${encoded(name)}=${text}` : text
}

/** A value in a query as `name=value` pairs, in one of the four styles of the specification. */
function queryOf({name, node}: Parameter, value: unknown): string[] {
  const style = node.get('style')?.text ?? 'form'
  const explode = node.get('explode')?.boolean ?? style === 'form'
  const pair = (key: string, text: string) => `${encoded(key)}=${text}`
  if (node.get('content') !== undefined) return [pair(name, encoded(JSON.stringify(value)))]
  if (Array.isArray(value)) {
    const items = value.map(item => encoded(plainText(item)))
    if (explode) return items.map(item => pair(name, item))
    return [pair(name, items.join(style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ','))]
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => [key, encoded(plainText(member))] as const)
    if (style === 'deepObject') return members.map(([key, text]) => pair(`${name}[${key}]`, text))
    if (explode) return members.map(([key, text]) => pair(key, text))
    return [pair(name, members.flatMap(([key, text]) => [encoded(key), text]).join(','))]
  }
  return [pair(name, encoded(plainText(value)))]
}

/** A value as it stands in a path or a header; lists and objects in the style that the specification calls simple. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(',')
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().map(plainText).join(',')
  return String(value)
}

// encodeURIComponent leaves these as they are, but some servers take them for delimiters.
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
