import {Readable} from 'node:stream'
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import {compress} from '../compression/compress.js'
import type {Guard, Protection} from '../platform/auth/guard.js'
import {refuseAfterSunset} from '../platform/contract/deprecation.js'
import {installOtherMethods} from '../platform/http/other-methods.js'
import type {Route} from '../routes/route.js'
import {transformFor} from '../transform/asked-fields.js'
import {changeAnswer} from '../transform/change-answer.js'
import {callerPath, changeHeaders, changeUrl} from '../transform/change-request.js'
import {upgradeOf} from '../web-socket/upgrades.js'
import type {WebSockets} from '../web-socket/web-sockets.js'
import {installBodyLimit} from './body-limit.js'
import {asStream, discard, type PassedAnswer} from './passed-answer.js'
import {refuseTricks} from './refuse-tricks.js'
import {upstreamHeaders} from './request-headers.js'
import {callerHeaders, mergeHeaders} from './response-headers.js'
import type {Upstream} from './upstream.js'

export interface ProxyOptions {
  readonly route: Route
  readonly upstream: Upstream
  readonly guard: Guard
  readonly protection: Protection
  /** The gateway's name, told to upstreams. */
  readonly service: string
  readonly webSockets: WebSockets
}

/** Serves everything below the prefix of a route by its upstream. */
export async function installProxy(app: FastifyInstance, options: ProxyOptions): Promise<void> {
  const {route, guard, protection} = options
  const {prefix, deprecation} = route
  const urls = [prefix, `${prefix}/*`]
  // Outside of what the guard stands before: a page asks what it may do without saying who it is for.
  for (const url of urls) installOtherMethods(app, {url, allowed: route.methods})
  await app.register(async scope => {
    scope.addHook('onRequest', (request, reply, done) => {
      const pass = () => done()
      try {
        if (deprecation) {
          reply.headers(deprecation.headers)
          refuseAfterSunset(deprecation)
        }
        const caller = guard(request, reply, protection)
        refuseTricks(request.url)
        if (caller instanceof Promise) caller.then(pass, done)
        else done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    })
    installBodyLimit(scope, Math.min(route.bodyLimit, route.graphql?.size ?? route.bodyLimit))
    if (route.graphql) {
      // The parser is a third of what a gateway loads.
      const {installGraphqlLimits} = await import('../graphql/install-limits.js')
      installGraphqlLimits(scope, route.graphql)
    }
    // A body is passed on as it comes.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    const handler = (request: FastifyRequest, reply: FastifyReply) => pass(request, reply, options)
    const config = {deadline: route.duration}
    for (const url of urls) scope.route({method: [...route.methods], url, config, exposeHeadRoute: false, handler})
  })
}

/** Asks the upstream, and gives its answer. */
function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  {route, upstream, service, webSockets}: ProxyOptions,
): Promise<unknown> {
  const {prefix} = route
  const transform = transformFor(route.transform, request.url)
  const headers = changeHeaders(upstreamHeaders(request, request.headers, service), {transform})
  const path = changeUrl(request.url, {prefix, transform})
  if (upgradeOf(request.raw)) {
    return webSockets.join(request, reply, {limits: route.webSocket, upstream, path, headers})
  }
  const {method, body} = request
  const asked = upstream.send({method, path, headers, body: body instanceof Readable ? body : null}, reply.raw)
  const changed = transform ? asked.then(answer => changeAnswer(answer, method, transform)) : asked
  return changed.then(answer => give(request, reply, answer, {route, upstream}))
}

function give(
  request: FastifyRequest,
  reply: FastifyReply,
  {statusCode, headers, body}: PassedAnswer,
  {route, upstream}: Pick<ProxyOptions, 'route' | 'upstream'>,
): unknown {
  // The caller has left, or was told already that it took too long.
  if (reply.sent || reply.raw.destroyed) {
    discard(body)
    return reply
  }
  reply.code(statusCode)
  reply.headers(callerHeaders(headers, upstream.origins, location => callerPath(location, route)))
  mergeHeaders(reply, headers)
  // A 304 may tell that of the answer which it stands for, but some clients wait for as much.
  if (statusCode === 204 || statusCode === 304) reply.removeHeader('content-length')
  // A connection can carry the next request only when this one was read to its end.
  if (!request.raw.complete) reply.header('connection', 'close')
  const given = compress(request, reply, body)
  // Without a body, or without a type: Fastify would find one.
  if (!Buffer.isBuffer(given)) return given
  if (given.length === 0) return reply.send()
  return reply.hasHeader('content-type') ? given : asStream(given)
}
