import type {JsonNode} from '../json/node.js'
import type {Request} from './model.js'
import {headerOf} from './parameters.js'

/** Whether a request has the credential of a security scheme, as far as that can be seen. */
export function hasCredential({headers, query}: Request, scheme: JsonNode | undefined): boolean {
  const text = (name: string) => scheme?.get(name)?.text?.toLowerCase()
  const name = scheme?.get('name')?.text ?? ''
  if (text('type') === 'apikey') {
    if (text('in') === 'query') return query.some(each => each.name === name)
    if (text('in') === 'header') return headerOf(headers, name) !== undefined
    return (headerOf(headers, 'cookie')?.texts ?? []).some(cookie => cookie.includes(`${name}=`))
  }
  if (text('type') !== 'http') return true
  const wanted = `${text('scheme')} `
  return (headerOf(headers, 'authorization')?.texts ?? []).some(value => value.toLowerCase().startsWith(wanted))
}
