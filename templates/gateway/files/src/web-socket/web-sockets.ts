import type {FastifyReply, FastifyRequest} from 'fastify'
import {type WebSocket, WebSocketServer} from 'ws'
import {ApiError} from '../platform/errors/api-error.js'
import type {Upstream} from '../proxy/upstream.js'
import type {WebSocketLimits} from './limits.js'
import {type Relay, relay} from './relay.js'
import {upgradeOf} from './upgrades.js'

/** The WebSockets of one gateway. */
export interface WebSockets {
  /** Joins a caller who may come in with an instance. The caller is let in when the instance has let the gateway in: until
   * then a refusal is an ordinary answer. */
  join(request: FastifyRequest, reply: FastifyReply, options: JoinOptions): Promise<void>
  /** Takes leave of everybody. */
  close(): void
}

export interface JoinOptions {
  readonly limits: WebSocketLimits | undefined
  readonly upstream: Upstream
  /** What the instance is asked for. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** `origins` are those whose pages may connect: browsers let every page try, and bring the caller's cookies along. */
export function createWebSockets(origins: readonly string[]): WebSockets {
  const relays = new Map<Upstream, Set<Relay>>()

  return {
    async join(request, reply, {limits, upstream, path, headers}) {
      const upgrade = upgradeOf(request.raw)
      if (!upgrade || !limits || request.headers.upgrade?.toLowerCase() !== 'websocket') throw noWebSocket()
      const {origin} = request.headers
      if (origin !== undefined && !origins.includes(origin)) {
        throw new ApiError('PERMISSION_DENIED', 'Pages of this origin may not connect.')
      }
      const joined = relays.get(upstream) ?? new Set()
      relays.set(upstream, joined)
      if (joined.size >= limits.connections) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'Too many are connected to this service.', {
          headers: {'retry-after': '5'},
        })
      }
      const protocols = protocolsOf(request)
      const far = await upstream.connect({path, headers, protocols, maxPayload: limits.messageSize}, reply.raw)
      reply.hijack()
      reply.code(101)
      const near = await accept(request, upgrade, far.protocol, limits)
      const link = relay(near, far, limits, () => joined.delete(link))
      joined.add(link)
      far.resume()
    },
    close() {
      for (const joined of relays.values()) for (const each of joined) each.end()
    },
  }
}

function accept(
  request: FastifyRequest,
  {socket, head}: NonNullable<ReturnType<typeof upgradeOf>>,
  protocol: string,
  {messageSize}: WebSocketLimits,
): Promise<WebSocket> {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageSize,
    perMessageDeflate: false,
    // The instance has chosen.
    handleProtocols: () => protocol || false,
  })
  return new Promise(resolve => server.handleUpgrade(request.raw, socket, head, resolve))
}

function protocolsOf({headers}: FastifyRequest): string[] {
  const wanted = headers['sec-websocket-protocol'] ?? ''
  return wanted
    .split(',')
    .map(protocol => protocol.trim())
    .filter(Boolean)
}

function noWebSocket(): ApiError {
  return new ApiError('MALFORMED_REQUEST', 'There is no WebSocket at this address.')
}
