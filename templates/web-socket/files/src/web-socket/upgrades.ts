import {type IncomingMessage, ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import type {FastifyInstance} from 'fastify'

/** The bare connection of a request that asks for another protocol. */
export interface Upgrade {
  readonly socket: Duplex
  /** What has already arrived behind the request. */
  readonly head: Buffer
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>()

export const upgradeOf = (request: IncomingMessage): Upgrade | undefined => upgrades.get(request)

/** Sends an upgrade through the routes like any other request, so that whatever guards them guards it, too. An answer that is
 * no upgrade ends the connection. */
export function routeUpgrade(app: FastifyInstance, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  upgrades.set(request, {socket, head})
  // Node listens no more once it has handed the connection on, and what nobody listens to would end the process.
  socket.on('error', () => socket.destroy())
  const answer = new ServerResponse(request)
  answer.shouldKeepAlive = false
  // The types ask for a socket of node:net; node:http itself hands on what it has got here.
  answer.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0])
  answer.once('finish', () => socket.end())
  app.routing(request, answer)
}
