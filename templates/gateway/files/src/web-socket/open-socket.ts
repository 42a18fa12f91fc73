import type {ClientRequest, IncomingMessage} from 'node:http'
import {WebSocket} from 'ws'
import type {Instance} from '../discovery/discovery.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Cancellation} from '../proxy/cancellation.js'
import {badResponse, failureOf, upstreamTimeout} from '../proxy/failure.js'
import {noWebSocket} from './wanted-upgrade.js'

/** What an instance is asked for. */
export interface SocketCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly protocols: readonly string[]
  /** Bytes of the largest message. */
  readonly maxPayload: number
}

/** Headers of the handshake, which are a matter of each connection. */
const handshake = /^(host|upgrade|connection|origin|sec-websocket-.*)$/

/** Opens a WebSocket at an instance, paused; the refusal of a service is told by an ApiError of the same status. */
export function openSocket(
  {origin, host}: Instance,
  {path, headers, protocols, maxPayload, timeout}: SocketCall & {readonly timeout: number},
  cancellation: Cancellation,
): Promise<WebSocket> {
  const sent = Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !handshake.test(name)),
  )
  // Handed on to node:tls, of which the types of ws know nothing.
  const secured = {servername: new URL(`http://${host}`).hostname}
  const socket = new WebSocket(origin.replace(/^http/, 'ws') + path, [...protocols], {
    headers: {...sent, host},
    handshakeTimeout: timeout,
    maxPayload,
    perMessageDeflate: false,
    followRedirects: false,
    ...secured,
  })
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(error)
      socket.terminate()
    }
    cancellation.onCancel = fail
    socket.once('open', () => {
      cancellation.onCancel = undefined
      socket.off('error', onError)
      // At once: what the service says first must find somebody who listens.
      socket.pause()
      resolve(socket)
    })
    const onError = (error: Error): void =>
      fail(/handshake has timed out/.test(error.message) ? upstreamTimeout(error) : failureOf(error))
    socket.on('error', onError)
    socket.once('unexpected-response', (_request: ClientRequest, {statusCode = 502}: IncomingMessage) =>
      fail(refusalOf(statusCode)),
    )
  })
}

/** A 4xx of the service, said in the gateway's own words: it has spoken to the caller in no other way so far. */
function refusalOf(status: number): ApiError {
  // It has taken the request for an ordinary one. That speaks against the caller, not against the service.
  if (status < 400) return noWebSocket()
  const told = `The service refused the connection with status ${status}.`
  if (status === 401) return new ApiError('AUTHENTICATION_REQUIRED', told)
  if (status === 403) return new ApiError('PERMISSION_DENIED', told)
  if (status === 404) return new ApiError('ROUTE_NOT_FOUND', told)
  if (status >= 400 && status < 500) return new ApiError('MALFORMED_REQUEST', told)
  return badResponse(told)
}
