import {MeshError} from '../../core/errors.js'
import {errorCode, type PreparedRequest} from '../engine/connection.js'
import {type Dialer, dialerFor} from '../engine/dialer.js'
import type {Pool} from '../engine/pool.js'
import {http1} from '../transport/http1.js'
import {http2Transport} from '../transport/http2.js'
import type {Transport} from '../transport/transport.js'
import type {Target} from './target.js'

/** How many requests of the pre-flight are under way at once. */
const together = 8

/** A target that drops single connections is no reason not to begin. */
const tries = 3

/** A target that takes connections. */
export interface Reached {
  readonly dialer: Dialer
  readonly transport: Transport
  readonly address: string
}

/** Opens the first connection, to the first address of the target that takes it. */
export async function reach(target: Target, timeout: number, isHttp2 = false): Promise<Reached> {
  let refusal: Error | undefined
  for (const address of target.addresses) {
    const dialer = dialerFor({...target, address, timeout, protocol: isHttp2 ? 'h2' : 'http/1.1'})
    try {
      if (isHttp2) return {dialer, transport: await http2Transport(dialer), address}
      await dialer.check()
      return {dialer, transport: http1(dialer), address}
    } catch (error) {
      // The reason of the first address is told: `localhost` is often ::1 and 127.0.0.1, and both refuse.
      refusal ??= error instanceof Error ? error : new Error(String(error))
    }
  }
  throw unreachable(target, refusal ?? new Error('It has no address.'), timeout)
}

/** Sends each request once and gives the statuses in their order; throws when one of them gets no answer at all. */
export async function preflight(
  target: Target,
  requests: readonly PreparedRequest[],
  pool: Pool,
  timeout: number,
): Promise<number[]> {
  const statuses: number[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < requests.length; index = next++) {
      const request = requests[index]
      if (request) statuses[index] = await statusOf(target, request, pool, timeout)
    }
  }
  await Promise.all(Array.from({length: Math.min(together, requests.length, pool.limit)}, work))
  return statuses
}

async function statusOf(target: Target, request: PreparedRequest, pool: Pool, timeout: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(request, pool, timeout)
    if (typeof answer === 'number') return answer
    if (attempt === tries || errorCode(answer) === 'ETIMEDOUT') throw unreachable(target, answer, timeout)
  }
}

function ask(request: PreparedRequest, pool: Pool, timeout: number): Promise<number | Error> {
  return new Promise(resolve => {
    const connection = pool.take()
    if (connection === undefined) throw new Error('The pre-flight has more requests under way than connections.')
    const timer = setTimeout(() => {
      pool.replace(connection)
      resolve(Object.assign(new Error('No answer in time.'), {code: 'ETIMEDOUT'}))
    }, timeout)
    connection.send(request, (_, code, error) => {
      clearTimeout(timer)
      pool.release(connection)
      resolve(code === undefined ? connection.status : (error ?? new Error(code)))
    })
  })
}

/** Why a target cannot be loaded, with what to do about it. */
function unreachable({origin, proxy}: Target, error: Error, timeout: number): MeshError {
  const code = errorCode(error)
  const cause = {cause: error}
  if (code === 'EPROXY')
    return new MeshError(
      `"${origin}" cannot be reached: ${error.message}.`,
      'Look at what the proxy allows, or name the host in NO_PROXY to go without it.',
      cause,
    )
  if (code === 'ECONNREFUSED' && proxy)
    return new MeshError(
      `The proxy "${proxy.url}" refuses connections: nothing listens there.`,
      'Start it, or name the host in NO_PROXY to go without it.',
      cause,
    )
  if (code === 'ERR_NO_HTTP2')
    return new MeshError(
      `"${origin}" does not speak HTTP/2${origin.startsWith('http:') ? ' without TLS and without being asked first (prior knowledge)' : ''}.`,
      'Leave out --http2.',
      cause,
    )
  if (code.includes('NO_APPLICATION_PROTOCOL'))
    return new MeshError(`"${origin}" does not speak HTTP/1.1.`, 'Add --http2.', cause)
  if (code === 'ECONNREFUSED')
    return new MeshError(
      `"${origin}" refuses connections: nothing listens there.`,
      'Start the service, or check the host and the port.',
      cause,
    )
  if (code === 'ETIMEDOUT')
    return new MeshError(
      `"${origin}" did not answer within ${timeout / 1000} s.`,
      'Check that the service is healthy, or allow more time with --timeout.',
      cause,
    )
  if (/^(ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA)/.test(code))
    return new MeshError(
      `The certificate of "${origin}" is not trusted: ${error.message.replace(/\.$/, '')} (${code}).`,
      'Certificates are always verified. Name the authority that signed it: NODE_EXTRA_CA_CERTS=ca.pem mesh loadtest …, or "tls: {ca: ca.pem}" of the target in mesh.yaml.',
      cause,
    )
  if (/CERTIFICATE_REQUIRED|ALERT_(BAD|UNKNOWN_CA|HANDSHAKE)|BAD_CERTIFICATE/.test(code))
    return new MeshError(
      `"${origin}" wants a certificate of us, or another one (${code}).`,
      'Name it in mesh.yaml below the target: "tls: {cert: client.pem, key: client.key}".',
      cause,
    )
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return new MeshError(
      `"${origin}" and mesh cannot agree on TLS (${code}).`,
      'Check that the service speaks https on this port, and TLS 1.2 or newer.',
      cause,
    )
  if (code.startsWith('HPE_'))
    return new MeshError(
      `"${origin}" does not answer in HTTP/1.1: ${error.message.replace(/\.$/, '')} (${code}).`,
      'Check the port, whether it wants https, and whether it wants HTTP/2: then add --http2.',
      cause,
    )
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return new MeshError(
      `"${origin}" takes connections, but closes them before an answer is complete.`,
      'Look into the log of the service, and check whether the port wants https.',
      cause,
    )
  return new MeshError(
    `"${origin}" cannot be reached: ${error.message.replace(/\.$/, '')} (${code}).`,
    'Check the host, the port and your network.',
    cause,
  )
}
