import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds that this route may take, where it is not what all may take. */
    deadline?: number
  }
}

/** What is in logs and metrics for a caller that hung up; nobody is left to receive it. */
const callerGone = 499

/** How a request ended. */
export interface RequestEnd {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly status: number
  /** The pattern of the address; undefined for one that leads nowhere. */
  readonly route: string | undefined
  /** Milliseconds that the route may take, where it has a time of its own. */
  readonly deadline: number | undefined
}

type Listener = (end: RequestEnd) => unknown

const listeners = new WeakMap<FastifyInstance, Listener[]>()

/** Calls back once for each request when its answer is out, or when the caller has left before that: Fastify's own
 * `onResponse` says nothing of those, and they are the ones that were too slow. One listener of Node's serves all of them: to
 * add one costs more than to call it. Node says `close` once for each answer, so that `on` will do for `once`, which costs more. */
export function whenOver(app: FastifyInstance, listener: Listener): void {
  const known = listeners.get(app)
  if (known) {
    known.push(listener)
    return
  }
  const all = [listener]
  listeners.set(app, all)
  app.addHook('onRequest', (request, reply, done) => {
    const {raw} = reply
    raw.on('close', () => {
      // 101: the connection went on with another protocol, and was not answered here.
      const answered = raw.writableFinished || reply.statusCode === 101
      const status = answered ? reply.statusCode : callerGone
      // Each look at routeOptions makes a new object.
      const {url: route, config} = request.routeOptions
      const end: RequestEnd = {request, reply, status, route, deadline: config.deadline}
      for (const each of all) each(end)
    })
    done()
  })
}
