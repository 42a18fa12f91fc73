import type {IncomingHttpHeaders} from 'node:http'
import type {Route} from '../routes/route.js'
import {withoutFields} from './asked-fields.js'
import {upstreamTags} from './entity-tags.js'

/** The path and query that the upstream is asked for. */
export function changeUrl(url: string, {prefix, transform}: Pick<Route, 'prefix' | 'transform'>): string {
  if (!transform) return url
  const [path = '', ...rest] = url.split('?')
  const moved = transform.path === undefined ? path : transform.path + path.slice(prefix.length)
  const asked = transform.fields ? withoutFields(rest.join('?')) : rest.join('?')
  const query = new URLSearchParams(asked)
  for (const [name, value] of Object.entries(transform.query)) query.set(name, value)
  // What is not touched stays as the caller has written it.
  const text = Object.keys(transform.query).length > 0 ? query.toString() : asked
  return text === '' ? moved : `${moved}?${text}`
}

export function changeHeaders(
  headers: IncomingHttpHeaders,
  {transform}: Pick<Route, 'transform'>,
): IncomingHttpHeaders {
  if (!transform) return headers
  const changed = {...upstreamTags(headers, transform)}
  for (const [name, value] of Object.entries(transform.headers)) {
    if (value === null) delete changed[name]
    else changed[name] = value
  }
  if (transform.data.length === 0) return changed
  // What is packed, or a piece only, can not be changed.
  const {range: _range, 'if-range': _condition, ...whole} = changed
  return {...whole, 'accept-encoding': 'identity'}
}

/** An address of the upstream as callers know it. */
export function callerPath(location: string, {prefix, transform}: Pick<Route, 'prefix' | 'transform'>): string {
  const path = transform?.path
  if (path === undefined || !location.startsWith(path)) return location
  return /^([/?#]|$)/.test(location.slice(path.length)) ? prefix + location.slice(path.length) : location
}
