import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'

/** What is in logs and metrics for a caller that hung up; nobody is left to receive it. */
const callerGone = 499

/** Calls back once for each request when its answer is out, or when the caller has left before that: Fastify's own
 * `onResponse` says nothing of those, and they are the ones that were too slow. */
export function whenOver(
  app: FastifyInstance,
  listener: (request: FastifyRequest, reply: FastifyReply, status: number) => void,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      // 101: the connection went on with another protocol, and was not answered here.
      const answered = reply.raw.writableFinished || reply.statusCode === 101
      listener(request, reply, answered ? reply.statusCode : callerGone)
    })
    done()
  })
}
