import type {ErrorObject} from 'ajv'
import {shown} from '../json/shown.js'

/** Where parameters are, and security schemes, as instance paths of AJV. */
const parameter = /\/parameters\/[^/]+$/
const securityScheme = /^\/components\/securitySchemes\/[^/]+/

const places = ['path', 'query', 'header', 'cookie']

/** What each kind of security scheme has beside `type` and `description`; the first must be there. */
const schemes: Readonly<Record<string, readonly [required: readonly string[], optional: readonly string[]]>> = {
  apiKey: [['name', 'in'], []],
  http: [['scheme'], ['bearerFormat']],
  oauth2: [['flows'], []],
  openIdConnect: [['openIdConnectUrl'], []],
  mutualTLS: [[], []],
}

/** `in: path` beside a fault is no wrong `in`: only the alternatives for the other places say so. */
export function isChosenElsewhere(path: string, value: unknown): boolean {
  const slash = path.lastIndexOf('/')
  const holder = path.slice(0, slash)
  if (typeof value !== 'string') return false
  if (path.endsWith('/in')) return parameter.test(holder) && places.includes(value)
  return path.endsWith('/type') && securityScheme.exec(holder)?.[0] === holder && Object.hasOwn(schemes, value)
}

/**
 * Whether an error is about the shape that was chosen by `in` or `type`: AJV tells of all the others, too. `valueAt`
 * gives the value at an instance path.
 */
export function isOfChosenShape(
  {instancePath: path, keyword, params}: ErrorObject,
  valueAt: (path: string) => unknown,
): boolean {
  // Names of HTTP schemes have no case; the schema of 3.0 knows "bearer" in small letters only.
  if (/^\/components\/securitySchemes\/[^/]+\/scheme$/.test(path) && /^bearer$/i.test(shown(valueAt(path))))
    return false
  // It has the other of the two, and what is wrong with that is told.
  if (keyword === 'required' && params['missingProperty'] === 'schema' && memberOf(valueAt(path), 'content'))
    return false
  if (parameter.test(path) && keyword === 'required' && params['missingProperty'] === 'required')
    return memberOf(valueAt(path), 'in') === 'path'
  const scheme = securityScheme.exec(path)?.[0]
  if (scheme === undefined) return true
  const value = valueAt(scheme)
  const type = shown(memberOf(value, 'type'))
  const isWhole = path === scheme
  // Without a kind that is known, only the kind itself can be judged.
  if (!Object.hasOwn(schemes, type)) {
    if (typeof value !== 'object' || value === null) return true
    return isWhole ? keyword === 'required' && params['missingProperty'] === 'type' : path === `${scheme}/type`
  }
  if (!isWhole) return true
  const [required, optional] = schemes[type] ?? [[], []]
  if (keyword === 'required') return required.includes(String(params['missingProperty']))
  if (keyword === 'additionalProperties')
    return ![...required, ...optional, 'type', 'description'].includes(String(params['additionalProperty']))
  return keyword !== 'not'
}

function memberOf(value: unknown, name: string): unknown {
  // Sound: only an object has members that are asked for.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
