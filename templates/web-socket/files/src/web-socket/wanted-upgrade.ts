import type {FastifyRequest} from 'fastify'
import {ApiError} from '../platform/errors/api-error.js'
import {type Upgrade, upgradeOf} from './upgrades.js'

/**
 * The connection of a request that asks for a WebSocket and may have one. `origins` are those whose pages may connect:
 * browsers let every page try, and bring the caller's cookies along.
 */
export function wantedUpgrade(request: FastifyRequest, origins: readonly string[]): Upgrade {
  const upgrade = upgradeOf(request.raw)
  if (!upgrade || request.headers.upgrade?.toLowerCase() !== 'websocket') throw noWebSocket()
  const {origin, 'sec-websocket-key': key = '', 'sec-websocket-version': version} = request.headers
  if (version !== '13') {
    throw new ApiError('MALFORMED_REQUEST', 'Only version 13 of WebSocket is spoken here.', {
      headers: {'sec-websocket-version': '13'},
    })
  }
  if (!/^[\w+/]{22}==$/.test(key)) throw new ApiError('MALFORMED_REQUEST', '"Sec-WebSocket-Key" is not valid.')
  if (origin !== undefined && !origins.includes(origin)) {
    throw new ApiError('PERMISSION_DENIED', 'Pages of this origin may not connect.')
  }
  return upgrade
}

/** The subprotocols that a request would like, the best first. */
export function wantedProtocols({headers}: FastifyRequest): string[] {
  const wanted = headers['sec-websocket-protocol'] ?? ''
  return wanted
    .split(',')
    .map(protocol => protocol.trim())
    .filter(Boolean)
}

export function noWebSocket(): ApiError {
  return new ApiError('MALFORMED_REQUEST', 'There is no WebSocket at this address.')
}

/** What a caller is told when there is no room for one more. */
export function tooManySockets(): ApiError {
  return new ApiError('SERVICE_UNAVAILABLE', 'Too many are connected to this service.', {headers: {'retry-after': '5'}})
}
