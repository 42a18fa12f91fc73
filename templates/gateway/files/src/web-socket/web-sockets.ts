import type {FastifyReply, FastifyRequest} from 'fastify'
import type {Upstream} from '../proxy/upstream.js'
import type {WebSocketLimits} from './limits.js'
import {type Relay, relay} from './relay.js'
import {noWebSocket, tooManySockets, wantedProtocols, wantedUpgrade} from './wanted-upgrade.js'

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

/** `origins` are those whose pages may connect. */
export function createWebSockets(origins: readonly string[]): WebSockets {
  const relays = new Map<Upstream, Set<Relay>>()

  return {
    async join(request, reply, {limits, upstream, path, headers}) {
      if (!limits) throw noWebSocket()
      const upgrade = wantedUpgrade(request, origins)
      const joined = relays.get(upstream) ?? new Set()
      relays.set(upstream, joined)
      if (joined.size >= limits.connections) throw tooManySockets()
      const protocols = wantedProtocols(request)
      // Here already, so that the caller is let in as soon as the instance has let the gateway in.
      const accepting = import('./accept-socket.js')
      const far = await upstream.connect({path, headers, protocols, maxPayload: limits.messageSize}, reply.raw)
      // The instance has chosen the protocol.
      const {acceptSocket} = await accepting
      const near = await acceptSocket(request, reply, upgrade, {protocol: far.protocol, maxPayload: limits.messageSize})
      if (!near) return far.terminate()
      const link = relay(near, far, limits, () => joined.delete(link))
      joined.add(link)
      far.resume()
    },
    close() {
      for (const joined of relays.values()) for (const each of joined) each.end()
    },
  }
}
