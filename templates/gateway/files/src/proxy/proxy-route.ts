import type {IncomingHttpHeaders, ServerResponse} from 'node:http'
import httpProxy, {type FastifyHttpProxyOptions} from '@fastify/http-proxy'
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import type {Dispatcher} from 'undici'
import {compress} from '../compression/compress.js'
import {installGraphqlLimits} from '../graphql/install-limits.js'
import type {Guard, Protection} from '../platform/auth/guard.js'
import {refuseAfterSunset} from '../platform/contract/deprecation.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Route} from '../routes/route.js'
import {changeAnswer} from '../transform/change-answer.js'
import {callerPath, changeHeaders, changeUrl} from '../transform/change-request.js'
import {upgradeOf} from '../web-socket/upgrades.js'
import type {WebSockets} from '../web-socket/web-sockets.js'
import {installBodyLimit} from './body-limit.js'
import type {PassedAnswer} from './passed-answer.js'
import {refuseMethods} from './refuse-methods.js'
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
export async function installProxy(
  app: FastifyInstance,
  {route, upstream, guard, protection, service, webSockets}: ProxyOptions,
): Promise<void> {
  const {prefix} = route
  await app.register(async scope => {
    // The proxy declares its routes itself; this is the way to give them a time of their own.
    scope.addHook('onRoute', options => {
      options.config = {...options.config, deadline: route.duration}
    })
    const {deprecation} = route
    if (deprecation) {
      scope.addHook('onRequest', async (_request, reply) => {
        reply.headers(deprecation.headers)
        refuseAfterSunset(deprecation)
      })
    }
    scope.addHook('onRequest', async (request, reply) => {
      await guard(request, reply, protection)
      refuseTricks(request.url)
    })
    quieten(scope)
    installBodyLimit(scope, Math.min(route.bodyLimit, route.graphql?.size ?? route.bodyLimit))
    if (route.graphql) installGraphqlLimits(scope, route.graphql)
    refuseMethods(scope, [prefix, `${prefix}/*`], route.methods)
    const dispatcher = createDispatcher(upstream, route)
    const headersFor = (request: FastifyRequest, headers: IncomingHttpHeaders) =>
      changeHeaders(upstreamHeaders(request, headers, service), route)
    await scope.register(httpProxy, {
      prefix,
      rewritePrefix: prefix,
      // Its instances come and go; this address only fills a place.
      upstream: 'http://upstream.invalid',
      httpMethods: [...route.methods],
      undici: {request: dispatcher.request},
      handler: (request, reply, destination, options) => {
        if (!upgradeOf(request.raw)) return dispatcher.proxy(reply, destination, options)
        const path = changeUrl(request.url, route)
        const call = {path, headers: headersFor(request as FastifyRequest, request.headers)}
        return webSockets.join(request as FastifyRequest, reply as FastifyReply, {
          limits: route.webSocket,
          upstream,
          ...call,
        })
      },
      disableRequestLogging: true,
      replyOptions: {
        // Left to itself it repeats a GET up to ten times when the answer is 503.
        retryDelay: () => null,
        // The proxy's types allow HTTP/2, which this server does not speak.
        rewriteRequestHeaders: (request, headers) => headersFor(request as FastifyRequest, headers),
        rewriteHeaders: headers => callerHeaders(headers, upstream.origins, location => callerPath(location, route)),
        onResponse: (request, reply, response) => {
          // The proxy's types promise an answer of node:http; what it hands on is what it got.
          const {headers, stream} = response as unknown as Answer
          mergeHeaders(reply as FastifyReply, headers)
          reply.send(compress(request as FastifyRequest, reply as FastifyReply, stream))
        },
        onError: (reply, {error}) => {
          reply.send(error.cause instanceof ApiError ? error.cause : error)
        },
      },
    })
  })
}

/** What arrives of an upstream's answer. */
interface Answer {
  readonly headers: PassedAnswer['headers']
  readonly stream: PassedAnswer['body']
}

/** Between the proxy, which knows the caller but calls with headers and body alone, and the upstream. */
function createDispatcher(upstream: Upstream, route: Route) {
  let answer: ServerResponse | undefined
  const request = (options: Dispatcher.RequestOptions, callback: Callback): void => {
    if (!answer) throw new Error('A request came from somewhere else than the proxy.')
    const {transform} = route
    const sent = upstream.send({...options, path: changeUrl(options.path, route)}, answer)
    const changed = transform ? sent.then(response => changeAnswer(response, options.method, transform)) : sent
    changed.then(response => callback(null, response), callback)
  }
  return {
    // The other form, with a promise, is never used by the proxy.
    request: request as Dispatcher['request'],
    proxy(reply: ProxyReply, destination: string, options: Parameters<ProxyReply['from']>[1]): void {
      // `from` calls `request` before it returns, so this is the answer of that very request.
      answer = (reply as FastifyReply).raw
      try {
        reply.from(destination, options)
      } finally {
        answer = undefined
      }
    },
  }
}

type Callback = (error: Error | null, data?: PassedAnswer) => void
type ProxyReply = Parameters<NonNullable<FastifyHttpProxyOptions['handler']>>[1]

/** The proxy warns of every failure, with a stack. The error handler tells those that matter. */
function quieten(scope: FastifyInstance): void {
  const {log} = scope
  const quiet: typeof log = Object.create(log)
  quiet.warn = (...words: unknown[]) => {
    if (words[1] === 'response errored') log.debug(words[0], 'The upstream gave no answer.')
    else log.warn(words[0], String(words[1] ?? ''))
  }
  scope.setChildLoggerFactory(() => quiet)
}
