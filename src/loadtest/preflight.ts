import {MeshError} from '../core/errors.js'
import {errorCode, type PreparedRequest} from './connection.js'
import {type Dialer, dialerFor} from './dialer.js'
import type {Pool} from './pool.js'
import type {Target} from './target.js'

/** How many requests of the pre-flight are under way at once. */
const together = 8

/** A target that drops single connections is no reason not to begin. */
const tries = 3

/** Opens the first connection, to the first address of the target that takes it. */
export async function reach(target: Target, timeout: number): Promise<{dialer: Dialer; address: string}> {
  let refusal: Error | undefined
  for (const address of target.addresses) {
    const dialer = dialerFor(target.origin, address, timeout, target.tls)
    try {
      await dialer.park()
      return {dialer, address}
    } catch (error) {
      // The reason of the first address is told: `localhost` is often ::1 and 127.0.0.1, and both refuse.
      refusal ??= error instanceof Error ? error : new Error(String(error))
    }
  }
  throw unreachable(target.origin, refusal ?? new Error('It has no address.'), timeout)
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
    if (attempt === tries || errorCode(answer) === 'ETIMEDOUT') throw unreachable(target.origin, answer, timeout)
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
      // undici has the connection back only after this callback.
      setImmediate(() => {
        pool.release(connection)
        resolve(code === undefined ? connection.status : (error ?? new Error(code)))
      })
    })
  })
}

/** Why a target cannot be loaded, with what to do about it. */
function unreachable(origin: string, error: Error, timeout: number): MeshError {
  const code = errorCode(error)
  const cause = {cause: error}
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
      'Check the port, and whether it wants https or HTTP/2.',
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
