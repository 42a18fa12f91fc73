import {createHash} from 'node:crypto'
import type {IncomingHttpHeaders} from 'node:http'

/** For whom an answer is: everybody, callers without any credentials, or those who send the very same ones. */
export type Audience = string

export const everybody: Audience = 'everybody'
const strangers: Audience = 'strangers'

/** Headers by which a service may tell callers apart. */
const credentials = ['authorization', 'x-api-key', 'cookie'] as const

/** By the credentials themselves, not by the subject that they prove: two tokens of one subject may be good for
 * different things. Only their hash is kept. */
export function audienceOf(headers: IncomingHttpHeaders): Audience {
  if (credentials.every(name => !headers[name])) return strangers
  const hash = createHash('sha256')
  for (const name of credentials) hash.update(JSON.stringify(headers[name] ?? ''))
  return hash.digest('base64')
}

export function isStranger(audience: Audience): boolean {
  return audience === strangers
}
