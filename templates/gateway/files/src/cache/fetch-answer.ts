import type {IncomingHttpHeaders} from 'node:http'
import type {Dispatcher} from 'undici'
import type {Ending} from '../proxy/ending.js'
import {failureOf} from '../proxy/failure.js'
import {discard, type PassedAnswer} from '../proxy/passed-answer.js'
import type {Audience} from './audience.js'
import {asPolicyRequest, type KeptAnswer, keepable, type Question} from './kept-answer.js'
import {readBody} from './read-body.js'

/** Sends a request to an upstream. */
export type Send = (options: Dispatcher.DispatchOptions, ending: Ending) => Promise<PassedAnswer>

/** What came of asking: something to keep, or something only to pass on. `known` is good for longer, but was not confirmed. */
export type Fetched = {readonly kept: KeptAnswer; readonly confirmed: boolean} | {readonly passed: PassedAnswer}

export interface Fetch {
  readonly send: Send
  readonly options: Dispatcher.DispatchOptions
  readonly ending: Ending
  readonly question: Question
  readonly audience: Audience
  /** An answer of before, which may still be right. */
  readonly known: KeptAnswer | undefined
  /** Bytes of the largest body to keep. */
  readonly most: number
}

/** Bytes that the headers, the policy and the places in the store cost, roughly. */
const overhead = 2048

/** Asks the upstream; when it fails and allows that, the answer of before stands in (`stale-if-error`, RFC 5861). */
export async function fetchAnswer(fetch: Fetch): Promise<Fetched> {
  const {send, options, ending, question, known} = fetch
  const asked = {...options, headers: {...question.headers, ...conditionsFor(known)}}
  let passed: PassedAnswer
  try {
    passed = await send(asked, ending)
  } catch (error) {
    if (known && standsIn(known, question, 502)) return {kept: known, confirmed: false}
    throw error
  }
  if (known && passed.statusCode === 304) return {kept: confirm(known, question, passed), confirmed: true}
  if (known && passed.statusCode >= 500 && standsIn(known, question, passed.statusCode)) {
    discard(passed.body)
    return {kept: known, confirmed: false}
  }
  return take(fetch, passed)
}

async function take({question, audience, most}: Fetch, passed: PassedAnswer): Promise<Fetched> {
  const {statusCode: status, headers} = passed
  const may = keepable(question, audience, passed)
  if (!may || Number(headers['content-length'] ?? 0) > most) return {passed}
  const read = await readBody(passed.body, most).catch((error: unknown) => {
    throw failureOf(error)
  })
  if ('rest' in read) return {passed: {...passed, body: read.rest}}
  return {kept: {...may, status, body: read.whole, size: read.whole.length + overhead}, confirmed: true}
}

/** By the tag where there is one: dates are good for a second only. */
function conditionsFor(known: KeptAnswer | undefined): IncomingHttpHeaders {
  if (!known) return {}
  const {etag, 'last-modified': date} = headersOf(known)
  if (etag !== undefined) return {'if-none-match': etag}
  return date === undefined ? {} : {'if-modified-since': date}
}

function headersOf({policy}: KeptAnswer): IncomingHttpHeaders {
  return policy.responseHeaders()
}

/** The answer of before with what a 304 says anew, such as how long it is good from now on. */
function confirm(known: KeptAnswer, question: Question, {headers}: PassedAnswer): KeptAnswer {
  const answer = {status: 304, headers}
  const {policy, matches} = known.policy.revalidatedPolicy(asPolicyRequest(question), answer)
  return matches ? {...known, policy} : known
}

function standsIn({policy}: KeptAnswer, question: Question, status: number): boolean {
  return policy.revalidatedPolicy(asPolicyRequest(question), {status, headers: {}}).matches
}
