import {type FastifyInstance, fastify} from 'fastify'
import type {PlatformSettings} from '../config/settings.js'
import type {Platform} from '../context/platforms.js'
import {requestIdOf} from '../context/request-context.js'
import {compilers} from '../contract/compilers.js'
import {handleError, toApiError} from '../errors/error-handler.js'
import {installLogger} from '../logging/install-logger.js'
import type {Logger} from '../logging/logger.js'
import {installRequestLog, logRefusal} from '../logging/request-log.js'
import type {Metrics} from '../metrics/metrics.js'
import {installRequestMetrics} from '../metrics/request-metrics.js'
import {answerClientError} from './client-error.js'
import {type Closing, endConnections, installClosing} from './closing.js'
import {installContext} from './context-hook.js'
import {installCors} from './cors.js'
import {installDeadline} from './deadline.js'
import {installExpectations} from './expectations.js'
import {installLoadShedding} from './load-shedding.js'
import {installNotFound} from './not-found.js'
import {SecuredResponse} from './secured-response.js'
import {installSecurityHeaders} from './security-headers.js'

export interface ServerOptions {
  readonly settings: PlatformSettings
  readonly logger: Logger
  readonly metrics: Metrics
  /** Who callers are taken for when they do not say: `web` at the edge, `service` inside. */
  readonly fallbackPlatform?: Platform
  /** Given when another server takes the connections and this one only answers: how far that one is with closing. */
  readonly closing?: Closing
}

/** Takes connections and requests under the limits of the settings, and does nothing with them yet. */
export function createFront({settings, logger}: Pick<ServerOptions, 'settings' | 'logger'>): FastifyInstance {
  const app = fastify({
    // It would make a logger for each request and watch over its end. Our logger adds the ids to each line by itself, and the
    // end has a line of our own, see `installLogger`.
    logger: false,
    genReqId: request => requestIdOf(request.headers),
    http: {ServerResponse: SecuredResponse},
    trustProxy: settings.TRUST_PROXY,
    bodyLimit: settings.BODY_LIMIT,
    requestTimeout: settings.REQUEST_TIMEOUT,
    keepAliveTimeout: settings.KEEP_ALIVE_TIMEOUT,
    routerOptions: {maxParamLength: 200},
    schemaController: {compilersFactory: compilers},
    // While draining, requests on open connections are served; the answers close the connections.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => answerClientError(error, socket, logger),
    frameworkErrors(error, request, reply) {
      // No hook sees an address that leads to no route because it can not be decoded.
      logRefusal(logger, {requestId: request.id, refusal: toApiError(error), reason: error.code})
      handleError(error, request, reply)
    },
  })
  // For what Fastify itself has to say, such as where it listens.
  app.log = logger
  installExpectations(app.server)
  return app
}

/** A Fastify instance with everything that holds for all routes; the routes come after. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const {settings, metrics} = options
  const app = createFront(options)
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(handleError)
  installLogger(app, options.logger)
  installContext(app, options.fallbackPlatform)
  installRequestMetrics(app, metrics)
  installRequestLog(app, options.logger)
  if (options.closing) endConnections(app, options.closing)
  else installClosing(app)
  installSecurityHeaders(app)
  installDeadline(app, settings.REQUEST_TIMEOUT)
  await installCors(app, settings.CORS_ORIGINS)
  installLoadShedding(app, settings.MAX_EVENT_LOOP_DELAY)
  installNotFound(app)
  return app
}
