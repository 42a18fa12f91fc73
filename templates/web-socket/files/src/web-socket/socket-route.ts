import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import type {WebSocket} from 'ws'
import {ApiError} from '../platform/errors/api-error.js'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import {acceptSocket} from './accept-socket.js'
import {endSockets} from './end-sockets.js'
import {beat} from './heartbeat.js'
import {installUpgrades} from './install-upgrades.js'
import {countRequests} from './requests-under-way.js'
import {tooManySockets, wantedProtocols, wantedUpgrade} from './wanted-upgrade.js'

/** What is at one address for those who ask for a WebSocket. */
export interface SocketRouteOptions<Admitted> {
  readonly path: string
  /** Methods that requests without an upgrade are told to use; GET is not among them. */
  readonly allow: string
  /** The subprotocol that must be asked for; none when it is empty. */
  readonly protocol: string
  /** Bytes of a message. */
  readonly largestMessage: number
  /** Connections at a time. */
  readonly most: number
  /** Origins whose pages may connect. */
  readonly origins: readonly string[]
  readonly logger: Logger
  /** Says who comes, or throws the ApiError that refuses; the connection is still a request then. */
  readonly admit: (request: FastifyRequest) => Admitted
  /** The connection is open; messages come from now on. */
  readonly serve: (socket: WebSocket, admitted: Admitted, request: FastifyRequest) => void
  /** Whether work is under way that came over a socket. */
  readonly isBusy: () => boolean
  /** Whether everybody was told all that has happened. */
  readonly isQuiet: () => boolean
}

/** Milliseconds between two signs of life. */
const beatEvery = 30_000

/** Milliseconds between two looks at whether everything is told. */
const lookEvery = 10

/** Milliseconds after which a reader who does not keep up is left behind. */
const longestFlush = 5000

/** Lets WebSockets in at an address. `close` tells everybody what is still to be told before it ends the connections. */
export function installSocketRoute<Admitted>(app: FastifyInstance, options: SocketRouteOptions<Admitted>): Closable {
  const {path, allow, protocol, largestMessage, most, origins, logger, admit, serve, isBusy, isQuiet} = options
  const sockets = new Set<WebSocket>()
  const requests = countRequests(app)
  let closing = false
  installUpgrades(app)

  const join = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.headers.upgrade === undefined) {
      throw new ApiError('METHOD_NOT_ALLOWED', allow === '' ? 'Ask for a WebSocket here.' : `Use ${allow} here.`, {
        headers: {allow},
      })
    }
    const upgrade = wantedUpgrade(request, origins)
    if (protocol !== '' && !wantedProtocols(request).includes(protocol)) {
      throw new ApiError('MALFORMED_REQUEST', `Ask for the subprotocol "${protocol}".`)
    }
    if (closing || sockets.size >= most) throw tooManySockets()
    const admitted = admit(request)
    const socket = await acceptSocket(request, reply, upgrade, {protocol, maxPayload: largestMessage})
    if (!socket) return reply
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', error => logger.debug({err: error}, 'A socket failed.'))
    beat(socket, beatEvery)
    serve(socket, admitted, request)
    return reply
  }
  app.get(path, {exposeHeadRoute: false}, join)

  return {
    async close() {
      closing = true
      // What requests still change has to be told, too.
      await until(() => requests.count === 0 && !isBusy(), Number.POSITIVE_INFINITY)
      await until(isQuiet, longestFlush)
      await endSockets(sockets)
    },
  }
}

/** Twice in a row: between the two, whatever was about to happen has happened. */
async function until(what: () => boolean, longest: number): Promise<void> {
  const begun = performance.now()
  for (let seen = 0; seen < 2 && performance.now() - begun < longest; seen = what() ? seen + 1 : 0) {
    await new Promise(resolve => setTimeout(resolve, lookEvery))
  }
}
