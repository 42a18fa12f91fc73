import {ApiError} from '../platform/errors/api-error.js'
import type {Transform} from './transform.js'

const parameter = 'fields'

/** Names and levels that a caller may ask for: enough for any screen, and not a way to keep the gateway busy. */
const most = {paths: 100, levels: 10}

/** The changes for one request: those of the route, and last of all the choice of fields that its caller makes. Throws the ApiError
 * that refuses a choice which can not be read. */
export function transformFor(transform: Transform | undefined, url: string): Transform | undefined {
  if (!transform?.fields || !url.includes('?')) return transform
  const asked = new URLSearchParams(url.slice(url.indexOf('?'))).getAll(parameter)
  if (asked.length === 0) return transform
  return {...transform, data: [...transform.data, {kind: 'only', fields: readFields(asked.join(','))}]}
}

/** The query without the choice of fields: it is the gateway's to make, and answers with and without one are kept as the same. */
export function withoutFields(query: string): string {
  const pairs = query.split('&')
  return pairs.filter(pair => !new URLSearchParams(pair).has(parameter)).join('&')
}

/** Fields by their names; one that is chosen as a whole has nothing beneath it. */
export interface FieldChoice extends ReadonlyMap<string, FieldChoice | undefined> {}

function readFields(text: string): FieldChoice {
  const paths = text.split(',').map(path => path.split('.'))
  const readable = paths.every(
    path => path.length <= most.levels && path.every(name => /^[A-Za-z_$][\w$-]*$/.test(name)),
  )
  if (!readable || paths.length > most.paths) {
    throw new ApiError('INVALID_PARAMETER', '"fields" must be names with commas between, such as "id,customer.name".', {
      field: parameter,
    })
  }
  return choiceOf(paths)
}

function choiceOf(paths: readonly (readonly string[])[]): FieldChoice {
  const names = new Set(paths.map(([name = '']) => name))
  return new Map(
    [...names].map(name => {
      const deeper = paths.filter(([first]) => first === name).map(([, ...rest]) => rest)
      // Who asks for all of it and for a part of it gets all of it.
      return [name, deeper.some(rest => rest.length === 0) ? undefined : choiceOf(deeper)]
    }),
  )
}

/** `data`, or each item of it, with nothing but the chosen fields. What has no fields stays as it is. */
export function onlyFields(value: unknown, choice: FieldChoice | undefined): unknown {
  if (choice === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => onlyFields(item, choice))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => choice.has(name))
      .map(([name, member]) => [name, onlyFields(member, choice.get(name))]),
  )
}
