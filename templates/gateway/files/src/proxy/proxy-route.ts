import type {ServerResponse} from 'node:http'
import httpProxy, {type FastifyHttpProxyOptions} from '@fastify/http-proxy'
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import type {Dispatcher} from 'undici'
import {compress} from '../compression/compress.js'
import {installGraphqlLimits} from '../graphql/install-limits.js'
import type {Guard, Protection} from '../platform/auth/guard.js'
import type {Policy} from '../platform/auth/policy.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Route} from '../routes/route.js'
import {methods} from '../routes/route-schema.js'
import {upgradeOf} from '../web-socket/upgrades.js'
import type {WebSockets} from '../web-socket/web-sockets.js'
import {installBodyLimit} from './body-limit.js'
import {upstreamHeaders} from './request-headers.js'
import {callerHeaders, mergeHeaders} from './response-headers.js'
import type {Upstream} from './upstream.js'

export interface ProxyOptions {
  readonly route: Route
  readonly upstream: Upstream
  readonly guard: Guard
  readonly policy: Policy | undefined
  /** The gateway's name, told to upstreams. */
  readonly service: string
  readonly webSockets: WebSockets
}

/** Serves everything below the prefix of a route by its upstream. */
export async function installProxy(
  app: FastifyInstance,
  {route, upstream, guard, policy, service, webSockets}: ProxyOptions,
): Promise<void> {
  const {prefix, scopes, roles, rateLimit: rateLimitClass} = route
  const requirements = (['bearer', 'apiKey'] as const).map(scheme => ({scheme, scopes}))
  const protection: Protection = {public: route.public, requirements, roles, policy, rateLimitClass}
  await app.register(async scope => {
    // The proxy declares its routes itself; this is the way to give them a time of their own.
    scope.addHook('onRoute', options => {
      options.config = {...options.config, deadline: route.duration}
    })
    scope.addHook('onRequest', async (request, reply) => {
      await guard(request, reply, protection)
      refuseTricks(request.url)
    })
    quieten(scope)
    installBodyLimit(scope, Math.min(route.bodyLimit, route.graphql?.size ?? route.bodyLimit))
    if (route.graphql) installGraphqlLimits(scope, route.graphql)
    refuseOtherMethods(scope, route)
    const dispatcher = createDispatcher(upstream)
    await scope.register(httpProxy, {
      prefix,
      rewritePrefix: prefix,
      // Its instances come and go; this address only fills a place.
      upstream: 'http://upstream.invalid',
      httpMethods: [...route.methods],
      undici: {request: dispatcher.request},
      handler: (request, reply, destination, options) => {
        if (!upgradeOf(request.raw)) return dispatcher.proxy(reply, destination, options)
        const {url: path, headers} = request
        const call = {path, headers: upstreamHeaders(request as FastifyRequest, headers, service)}
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
        rewriteRequestHeaders: (request, headers) => upstreamHeaders(request as FastifyRequest, headers, service),
        rewriteHeaders: headers => callerHeaders(headers, upstream.origins),
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
  readonly headers: Dispatcher.ResponseData['headers']
  readonly stream: Dispatcher.ResponseData['body']
}

/** Between the proxy, which knows the caller but calls with headers and body alone, and the upstream. */
function createDispatcher(upstream: Upstream) {
  let answer: ServerResponse | undefined
  const request = (options: Dispatcher.RequestOptions, callback: Callback): void => {
    if (!answer) throw new Error('A request came from somewhere else than the proxy.')
    upstream.send(options, answer).then(response => callback(null, response), callback)
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

type Callback = (error: Error | null, data?: Dispatcher.ResponseData) => void
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

/** A path that one program reads differently than the next is a way around rules: it is refused, never guessed. */
function refuseTricks(url: string): void {
  const [path = ''] = url.split('?')
  if (!/%2f|%5c|%00|\\|\/\/|\/\.{1,2}(\/|$)|%2e/i.test(path)) return
  throw new ApiError('MALFORMED_REQUEST', 'The path has forms that can be read in more than one way.')
}

function refuseOtherMethods(scope: FastifyInstance, {prefix, methods: served}: Route): void {
  const others = methods.filter(method => !served.includes(method))
  if (others.length === 0) return
  const allow = served.join(', ')
  const refuse = async () => {
    throw new ApiError('METHOD_NOT_ALLOWED', `Use ${allow} here.`, {headers: {allow}})
  }
  for (const url of [prefix, `${prefix}/*`]) {
    scope.route({method: others, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse})
  }
}
