import {EventEmitter} from 'node:events'
import type {IncomingHttpHeaders} from 'node:http'
import type {Dispatcher} from 'undici'
import {ApiError} from '../platform/errors/api-error.js'
import type {Ending} from '../proxy/ending.js'
import {discard, type PassedAnswer} from '../proxy/passed-answer.js'
import {createAnswerStore, pathOf} from './answer-store.js'
import {type Audience, audienceOf} from './audience.js'
import type {CacheLimits} from './cache-limits.js'
import {changedPaths} from './changed-paths.js'
import {createChanges} from './changes.js'
import {type Fetched, fetchAnswer, type Send} from './fetch-answer.js'
import {createFlights, type Landing} from './flights.js'
import {asPolicyRequest, type KeptAnswer, type Question} from './kept-answer.js'
import {passOn, withNote} from './pass-on.js'

/** Stands between the callers of a route and its upstream, and keeps what may be kept by RFC 9111. */
export interface AnswerCache {
  readonly send: Send
  /** Ends what goes on behind answers that were given already. */
  close(): void
}

/** What came of a request: an answer of memory, one that is too old but will do, or one of the upstream. */
export type CacheResult = 'hit' | 'stale' | 'miss' | 'bypass'

export interface AnswerCacheOptions {
  readonly send: Send
  readonly limits: CacheLimits
  /** Milliseconds that an exchange may take which nobody waits for. */
  readonly duration: number
  readonly observe: (result: CacheResult) => void
}

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function createAnswerCache({send, limits, duration, observe}: AnswerCacheOptions): AnswerCache {
  const store = createAnswerStore(limits.size)
  const changes = createChanges()
  const flights = createFlights()
  const background = new Set<EventEmitter>()

  const changed = (url: string, headers?: IncomingHttpHeaders): void => {
    for (const path of changedPaths(url, headers)) {
      store.forget(path)
      changes.mark(path)
    }
  }

  async function change(options: Dispatcher.DispatchOptions, ending: Ending): Promise<PassedAnswer> {
    try {
      const passed = await send(options, ending)
      // A refusal changes nothing; after a failure nobody knows.
      if (passed.statusCode < 400 || passed.statusCode >= 500) changed(options.path, passed.headers)
      return passed
    } catch (error) {
      changed(options.path)
      throw error
    }
  }

  /** Asks the upstream, and keeps the answer where that is allowed. Others who ask the same wait for it meanwhile. */
  async function fetch(
    visit: Visit,
    known: KeptAnswer | undefined,
    options: Dispatcher.DispatchOptions,
    ending: Ending,
  ) {
    const {question, audience, key} = visit
    const land = flights.begin(key)
    const watch = changes.watch(pathOf(question.url))
    let landing: Landing = 'failed'
    ending.once('close', () => land('abandoned'))
    try {
      const most = Math.min(limits.entrySize, limits.size)
      const fetched = await fetchAnswer({send, options, ending, question, audience, known, most})
      if ('passed' in fetched) landing = 'passed'
      else if (!watch.outdated) {
        if (fetched.confirmed) store.keep(question, fetched.kept)
        // To wait for what has to be asked for again all the same helps nobody.
        landing = fetched.kept.policy.timeToLive() > 0 ? 'kept' : 'passed'
      }
      return fetched
    } finally {
      watch.end()
      land(landing)
    }
  }

  function refresh(visit: Visit, known: KeptAnswer, options: Dispatcher.DispatchOptions): void {
    if (flights.join(visit.key)) return
    const ending = new EventEmitter()
    background.add(ending)
    const timer = setTimeout(() => ending.emit('close'), duration)
    fetch(visit, known, options, ending)
      .then(drop, () => undefined) // What is too old already has been given; the metrics of the upstream tell of failures.
      .finally(() => {
        clearTimeout(timer)
        background.delete(ending)
        ending.emit('close')
      })
  }

  return {
    async send(options, ending) {
      const {method, path: url} = options
      // What calls here hands on the headers of node:http, with small modifications.
      const headers = options.headers as IncomingHttpHeaders
      if (!safe.has(method)) return change(options, ending)
      if (!isPlain(method, headers)) {
        observe('bypass')
        return send(options, ending)
      }
      const audience = audienceOf(headers)
      const question = {url, headers: withoutConditions(headers)}
      const visit = {question, audience, key: `${audience} ${url}`}
      let waits = !isDemanding(headers)
      for (;;) {
        const known = store.find(question, audience)
        const judged = known?.policy.evaluateRequest(asPolicyRequest(question))
        if (known && judged?.response) {
          if (judged.revalidation) refresh(visit, known, options)
          observe(judged.revalidation ? 'stale' : 'hit')
          return passOn(known, {url, headers}, {method, note: hitNote(known)})
        }
        if (/only-if-cached/i.test(headers['cache-control'] ?? '')) {
          throw new ApiError('UPSTREAM_TIMEOUT', 'No answer is kept here, and the request asks for no other one.')
        }
        const flight = waits ? flights.join(visit.key) : undefined
        const landing = flight && (await flight)
        if (landing === 'kept' || landing === 'abandoned') {
          waits = landing === 'abandoned'
          continue
        }
        observe('miss')
        if (method === 'HEAD') return send(options, ending)
        const fetched = await fetch(visit, known, options, ending)
        return answerWith(fetched, {url, headers}, known)
      }
    },
    close() {
      for (const ending of background) ending.emit('close')
    },
  }
}

/** A question, who asks it, and the name under which the two are known to others who ask. */
interface Visit {
  readonly question: Question
  readonly audience: Audience
  readonly key: string
}

function answerWith(fetched: Fetched, question: Question, known: KeptAnswer | undefined): PassedAnswer {
  const reason = known ? 'stale' : 'uri-miss'
  if ('passed' in fetched) {
    const {passed} = fetched
    return {...passed, headers: withNote(passed.headers, `gateway; fwd=${reason}`)}
  }
  const note = fetched.confirmed ? `gateway; fwd=${reason}; stored` : hitNote(fetched.kept)
  return passOn(fetched.kept, question, {method: 'GET', note})
}

function hitNote({policy}: KeptAnswer): string {
  return `gateway; hit; ttl=${Math.round(policy.maxAge() - policy.age())}`
}

/** A request for the whole of an answer, which nothing but a cache can stand in for. */
function isPlain(method: string, headers: IncomingHttpHeaders): boolean {
  const special = headers.range ?? headers['if-match'] ?? headers['if-unmodified-since'] ?? headers['if-range']
  return method !== 'OPTIONS' && special === undefined
}

/** Who wants to know it anew does not take what somebody else has asked for before. */
function isDemanding(headers: IncomingHttpHeaders): boolean {
  return headers['cache-control'] !== undefined || headers.pragma !== undefined
}

/** They are the caller's; the upstream is asked for all of it, or by conditions of the cache's own. */
function withoutConditions({
  'if-none-match': _tag,
  'if-modified-since': _date,
  ...headers
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers
}

function drop(fetched: Fetched): void {
  if ('passed' in fetched) discard(fetched.passed.body)
}
