import type {IncomingHttpHeaders} from 'node:http'
import type {PassedAnswer} from '../proxy/passed-answer.js'
import {isUnchanged} from './conditions.js'
import type {KeptAnswer, Question} from './kept-answer.js'

const nothing = Buffer.alloc(0)

/** What a caller gets of a kept answer: all of it, or that it is what the caller has. `note` is its `Cache-Status`. */
export function passOn(
  {policy, status, body}: KeptAnswer,
  {headers: asked}: Question,
  {method, note}: {readonly method: string; readonly note: string},
): PassedAnswer {
  const headers = withNote(policy.responseHeaders(), note)
  if (status === 200 && isUnchanged(asked, headers)) {
    const {'content-length': _length, 'content-type': _type, ...others} = headers
    return {statusCode: 304, headers: others, body: nothing}
  }
  return {
    statusCode: status,
    headers: status === 204 ? headers : {...headers, 'content-length': String(body.length)},
    body: method === 'HEAD' ? nothing : body,
  }
}

/** `Cache-Status` of RFC 9211: behind what caches nearer to the service have said. */
export function withNote(headers: IncomingHttpHeaders, note: string): IncomingHttpHeaders {
  const {'cache-status': before} = headers
  return {...headers, 'cache-status': before === undefined ? note : `${before}, ${note}`}
}
