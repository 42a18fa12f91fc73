import {request as requestHttp} from 'node:http'
import {request as requestHttps} from 'node:https'
import {setTimeout as pause} from 'node:timers/promises'

/** What was seen at an address: an HTTP status, or why there was none. */
export type Sighting = {readonly status: number} | {readonly failure: string; readonly code?: string}

/** Asks once; gives up after `timeout` milliseconds. Redirects are not followed. */
export function sight(url: URL, timeout: number, signal: AbortSignal): Promise<Sighting> {
  return new Promise(resolve => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {method: 'GET', agent: false, timeout, signal, headers: {accept: '*/*'}},
      response => {
        response.destroy()
        resolve({status: response.statusCode ?? 0})
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout} ms`)))
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve({failure: reasons[error.code ?? ''] ?? error.message, ...(error.code ? {code: error.code} : {})}),
    )
    request.end()
  })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection is closed without an answer',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP',
  EPROTO: 'the TLS handshake failed',
}

export interface Readiness {
  /** The address that answered 2xx first. */
  readonly url: URL
  /** Milliseconds from the first question to the good answer. */
  readonly afterMs: number
}

/**
 * Asks the addresses in turn until one answers 2xx. Gives what was seen last when that does not happen within `wait`
 * milliseconds, or when `given up` says that it never will.
 */
export async function waitUntilReady(
  urls: readonly URL[],
  wait: number,
  signal: AbortSignal,
  givenUp: () => boolean = () => false,
): Promise<Readiness | Sighting> {
  const begin = performance.now()
  let last: Sighting = {failure: 'nothing was asked'}
  for (let round = 0; ; round++) {
    // One address may refuse because the server listens on the other family: an answer tells more than a refusal.
    const seen: Sighting[] = []
    for (const url of urls) {
      signal.throwIfAborted()
      const left = wait - (performance.now() - begin)
      const sighting = await sight(url, Math.max(50, Math.min(2000, left)), signal)
      if ('status' in sighting && sighting.status >= 200 && sighting.status < 300)
        return {url, afterMs: Math.round(performance.now() - begin)}
      seen.push(sighting)
    }
    last = seen.find(sighting => 'status' in sighting) ?? seen[0] ?? last
    signal.throwIfAborted()
    if (givenUp() || performance.now() - begin >= wait) return last
    // An abort is told as its own reason, by the next round.
    await pause(Math.min(50 + round * 10, 250), undefined, {signal}).catch(() => {})
  }
}
