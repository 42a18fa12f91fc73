import {logVerbosity, Server, type ServerInterceptor, setLogVerbosity} from '@grpc/grpc-js'
import {service as healthService} from 'grpc-health-check'
import type {Guard, Protection} from '../auth/guard.js'
import type {Readiness} from '../health/readiness.js'
import {watchOverload} from '../lifecycle/overload.js'
import type {Closable} from '../lifecycle/shutdown.js'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from '../metrics/metrics.js'
import type {GrpcContract} from './contract.js'
import {listening} from './credentials.js'
import {healthImplementation} from './health.js'
import {contextInterceptor} from './interceptors/context-interceptor.js'
import {deadlineInterceptor} from './interceptors/deadline-interceptor.js'
import {guardInterceptor} from './interceptors/guard-interceptor.js'
import {logInterceptor} from './interceptors/log-interceptor.js'
import {metricsInterceptor} from './interceptors/metrics-interceptor.js'
import {overloadInterceptor} from './interceptors/overload-interceptor.js'
import type {Methods} from './method.js'
import {createReport} from './report.js'
import {serve} from './serve.js'
import type {GrpcSettings} from './settings.js'

export interface GrpcServerOptions {
  readonly settings: GrpcSettings & {
    readonly NODE_ENV: string
    readonly HOST: string
    readonly MAX_EVENT_LOOP_DELAY: number
    readonly KEEP_ALIVE_TIMEOUT: number
  }
  readonly contract: GrpcContract
  /** Code by the full name of the service. */
  readonly services: Readonly<Record<string, Methods>>
  /** This service, as errors name it. */
  readonly domain: string
  readonly logger: Logger
  readonly metrics: Metrics
  readonly guard: Guard
  readonly readiness: Pick<Readiness, 'state'>
}

/** A server of gRPC that does not listen yet. */
export interface GrpcServer extends Closable {
  /** Gives the address: `grpc://…`, or `grpcs://…` with TLS. */
  start(): Promise<string>
}

/** Bytes above the limit that are still read, so that the refusal can say more than the library would. */
const slack = 64 * 1024

/** Puts a server together: interceptors in the order of the standard, services, health, and reflection where it is on. */
export async function createGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  const {settings, contract, services, domain, logger, metrics, guard, readiness} = options
  // All that it has to say comes as errors, too; lines of its own would be no JSON. Its own variable turns them on.
  if (!process.env['GRPC_VERBOSITY']) setLogVerbosity(logVerbosity.NONE)
  const stopping = new AbortController()
  const overload = watchOverload(settings.MAX_EVENT_LOOP_DELAY)
  const report = createReport({domain, logger})
  const protections = new Map<string, Protection>()
  const protectionOf = (path: string) => protections.get(path)
  const interceptors: ServerInterceptor[] = [
    contextInterceptor({limit: settings.GRPC_DEADLINE, stopping: stopping.signal}),
    logInterceptor(logger),
    metricsInterceptor(metrics.registry),
    overloadInterceptor({overload, spared: path => !protections.has(path), report}),
    guardInterceptor({guard, protectionOf, report}),
    deadlineInterceptor(report),
  ]
  const server = new Server({interceptors, ...limitsOf(settings)})
  for (const [name, methods] of Object.entries(services)) {
    const served = serve(contract.service(name), methods, {report, messageLimit: settings.GRPC_MESSAGE_LIMIT})
    for (const [path, protection] of served.protections) protections.set(path, protection)
    server.addService(served.definition, served.implementation)
  }
  server.addService(healthService, healthImplementation({readiness, services: Object.keys(services)}))
  const {GRPC_REFLECTION: reflection, NODE_ENV} = settings
  if (reflection === 'on' || (reflection === 'auto' && NODE_ENV !== 'production')) {
    // Loaded where it is wanted: production seldom does.
    const {ReflectionService} = await import('@grpc/reflection')
    new ReflectionService(contract.definitions).addToServer(server)
  }
  const {credentials, encrypted, host} = await listening(settings, settings.HOST)

  return {
    async start() {
      const port = await bind(server, host, settings.GRPC_PORT, credentials)
      const address = `${encrypted ? 'grpcs' : 'grpc'}://${host.includes(':') ? `[${host}]` : host}:${port}`
      logger.info(`Server listening at ${address}`)
      if (host !== settings.HOST) logger.warn('gRPC has no certificate, so only this machine is listened to.')
      return address
    },
    async close() {
      stopping.abort()
      overload.close()
      // Connections are told to go elsewhere and end with their last call.
      await new Promise<void>((resolve, reject) => server.tryShutdown(error => (error ? reject(error) : resolve())))
    },
  }
}

function limitsOf({
  GRPC_MESSAGE_LIMIT,
  GRPC_STREAM_LIMIT,
  GRPC_CONNECTION_AGE,
  KEEP_ALIVE_TIMEOUT,
}: GrpcServerOptions['settings']) {
  return {
    'grpc.max_receive_message_length': GRPC_MESSAGE_LIMIT + slack,
    'grpc.max_concurrent_streams': GRPC_STREAM_LIMIT,
    'grpc.max_connection_age_ms': GRPC_CONNECTION_AGE,
    // A dead client is noticed: it does not answer for 20 s after a ping.
    'grpc.keepalive_time_ms': KEEP_ALIVE_TIMEOUT,
    'grpc.keepalive_timeout_ms': 20_000,
  }
}

function bind(
  server: Server,
  host: string,
  port: number,
  credentials: Parameters<Server['bindAsync']>[1],
): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => {
      if (!error) resolve(bound)
      // The library puts the code of the system into its sentence.
      else if (error.message.includes('EADDRINUSE')) reject(Object.assign(error, {code: 'EADDRINUSE', port}))
      else reject(error)
    })
  })
}
