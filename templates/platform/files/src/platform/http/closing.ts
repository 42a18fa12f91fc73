import type {ServerResponse} from 'node:http'
import type {Socket} from 'node:net'
import type {FastifyInstance} from 'fastify'
import {Line} from './line.js'
import {follow} from './request-end.js'

/** Milliseconds in which a connection that was opened just before the end may still bring its first request. */
const lastChance = 1000

const closings = new WeakMap<FastifyInstance, Closing>()

/** How far a server is with closing that was made with `installClosing`. */
export function closingOf(app: FastifyInstance): Closing | undefined {
  return closings.get(app)
}

/** Whether a server is closing, for all that answers its requests. */
export interface Closing {
  readonly begun: boolean
  /** From now on each answer ends its connection: callers take another one, and of those that are closed in the end none is in use. */
  begin(): void
  /** Answers that are not sent yet. */
  readonly underWay: Line<ServerResponse>
  /** Connections that were opened and have brought no request so far. */
  readonly unused: Set<Socket>
}

/**
 * Lets the server close as soon as its work is done. Two kinds of connections would hold it up: one that is busy when the
 * closing begins would idle on after its answer, so each answer ends its connection; and one that was opened ahead, without
 * a request so far, counts as busy for Node.
 */
export function installClosing(app: FastifyInstance): Closing {
  const unused = new Set<Socket>()
  const underWay = new Line<ServerResponse>()
  let begun = false
  const closing: Closing = {
    underWay,
    unused,
    get begun() {
      return begun
    },
    begin() {
      begun = true
      for (const {item: response} of underWay) response.shouldKeepAlive = false
    },
  }
  closings.set(app, closing)
  app.server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.addHook('preClose', async () => {
    closing.begin()
    setTimeout(() => {
      for (const socket of unused) socket.destroy()
    }, lastChance).unref()
  })
  endConnections(app, closing)
  return closing
}

/** Each answer that is sent while the server closes ends its connection. */
export function endConnections(app: FastifyInstance, closing: Closing): void {
  follow(app, {
    begin(request, {raw}) {
      closing.unused.delete(request.raw.socket)
      if (closing.begun) raw.shouldKeepAlive = false
      return closing.underWay.join(raw)
    },
    end: (_, place) => place.leave(),
  })
}
