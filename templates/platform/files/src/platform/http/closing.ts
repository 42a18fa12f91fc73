import type {Socket} from 'node:net'
import type {FastifyInstance} from 'fastify'

/** Milliseconds in which a connection that was opened just before the end may still bring its first request. */
const lastChance = 1000

/** Whether a server has begun to close. */
export interface Closing {
  readonly begun: boolean
}

/**
 * Lets the server close as soon as its work is done. Two kinds of connections would hold it up: one that is busy when the
 * closing begins would idle on after its answer, so each answer ends its connection; and one that was opened ahead, without
 * a request so far, counts as busy for Node.
 */
export function installClosing(app: FastifyInstance): Closing {
  const unused = new Set<Socket>()
  const closing = {begun: false}
  app.server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.server.on('request', ({socket}) => unused.delete(socket))
  app.addHook('preClose', async () => {
    closing.begun = true
    setTimeout(() => {
      for (const socket of unused) socket.destroy()
    }, lastChance).unref()
  })
  endConnections(app, closing)
  return closing
}

/** Each answer that is sent while the server closes ends its connection. */
export function endConnections(app: FastifyInstance, closing: Closing): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing.begun) reply.header('connection', 'close')
    done(null, payload)
  })
}
