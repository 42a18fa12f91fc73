import type {Socket} from 'node:net'
import type {FastifyInstance} from 'fastify'

/** Milliseconds in which a connection that was opened just before the end may still bring its first request. */
const lastChance = 1000

/**
 * Lets the server close as soon as its work is done. Two kinds of connections would hold it up: one that is busy when the
 * closing begins would idle on after its answer, so each answer ends its connection; and one that was opened ahead, without
 * a request so far, counts as busy for Node.
 */
export function installClosing(app: FastifyInstance): void {
  const unused = new Set<Socket>()
  let closing = false
  app.server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  app.addHook('onRequest', (request, _reply, done) => {
    unused.delete(request.raw.socket)
    done()
  })
  app.addHook('preClose', async () => {
    closing = true
    setTimeout(() => {
      for (const socket of unused) socket.destroy()
    }, lastChance).unref()
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}
