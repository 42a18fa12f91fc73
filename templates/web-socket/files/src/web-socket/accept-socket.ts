import type {FastifyReply, FastifyRequest} from 'fastify'
import {type WebSocket, WebSocketServer} from 'ws'
import type {Upgrade} from './upgrades.js'

export interface AcceptOptions {
  /** The subprotocol that was agreed upon; none when it is empty. */
  readonly protocol: string
  /** Bytes of the largest message. */
  readonly maxPayload: number
}

/** Answers a request with the other protocol that it asks for: from here on Fastify has nothing to do with it. Gives undefined
 * when the caller has left meanwhile. */
export function acceptSocket(
  request: FastifyRequest,
  reply: FastifyReply,
  {socket, head}: Upgrade,
  {protocol, maxPayload}: AcceptOptions,
): Promise<WebSocket | undefined> {
  reply.hijack()
  reply.code(101)
  const server = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: () => protocol || false,
  })
  return new Promise(resolve => {
    // Then nobody calls back.
    socket.once('close', () => resolve(undefined))
    if (socket.destroyed) resolve(undefined)
    else server.handleUpgrade(request.raw, socket, head, resolve)
  })
}
