import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import {endWithConnection} from './waiting-answers.js'

/** What is in logs and metrics for a caller that hung up; nobody is left to receive it. */
const callerGone = 499

/** How a request ended. */
export interface RequestEnd {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly status: number
  /** The pattern of the address; undefined for one that leads nowhere. */
  readonly route: string | undefined
}

/** Looks after requests from their arrival to their end. */
export interface Follower<Kept> {
  /** Before anything else is done for it. What it gives is kept until the end. */
  begin(request: FastifyRequest, reply: FastifyReply): Kept
  end(end: RequestEnd, kept: Kept): void
}

const followers = new WeakMap<FastifyInstance, Follower<unknown>[]>()

/** Follows each request until its answer is out, or until the caller has left before that: Fastify's own `onResponse` says nothing of
 * those, and they are the ones that were too slow. One listener of Node's serves all: to add one costs more than to call it.
 * Node says `close` once for each answer, so that `on` will do for `once`, which costs more. */
export function follow<Kept>(app: FastifyInstance, follower: Follower<Kept>): void {
  const known = followers.get(app)
  if (known) {
    // Each gets back what it gave itself.
    known.push(follower as Follower<unknown>)
    return
  }
  const all = [follower as Follower<unknown>]
  followers.set(app, all)
  app.addHook('onRequest', (request, reply, done) => {
    const {raw} = reply
    endWithConnection(raw, request.raw.socket)
    const kept = all.map(each => each.begin(request, reply))
    raw.on('close', () => {
      // 101: the connection went on with another protocol, and was not answered here.
      const answered = raw.writableFinished || reply.statusCode === 101
      const status = answered ? reply.statusCode : callerGone
      const end: RequestEnd = {request, reply, status, route: request.routeOptions.url}
      for (let index = 0; index < all.length; index++) all[index]?.end(end, kept[index])
    })
    done()
  })
}

/** Calls back once for each request when it is over. */
export function whenOver(app: FastifyInstance, end: (end: RequestEnd) => unknown): void {
  follow(app, {begin: () => undefined, end})
}
