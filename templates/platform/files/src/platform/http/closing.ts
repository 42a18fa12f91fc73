import type {FastifyInstance} from 'fastify'

/** While the server closes, each answer ends its connection. Without that, a connection that was busy when the closing
 * began would idle on, and the process would wait for it as long as connections are kept alive. */
export function installClosing(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
  // An answer whose headers were sent before the closing began could not say so; its connection is idle a moment after.
  app.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => app.server.closeIdleConnections())
    done()
  })
}
