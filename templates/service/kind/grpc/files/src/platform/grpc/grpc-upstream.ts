import {
  type ChannelCredentials,
  type ChannelOptions,
  Client,
  credentials,
  Metadata,
  type ServiceError,
  status as Status,
} from '@grpc/grpc-js'
import type {ServiceDefinition as LoadedService} from '@grpc/proto-loader'
import {currentContext} from '../context/request-context.js'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from '../metrics/metrics.js'
import {type CallLimits, standardLimits} from '../outbound/call-limits.js'
import {outboundHeaders} from '../outbound/outbound-headers.js'
import {createProtectedCalls} from '../outbound/protected-calls.js'
import {isIdempotent} from './contract.js'
import {answerOf, type GrpcAnswer} from './grpc-answer.js'
import {startSentSpan} from './spans.js'

export interface GrpcUpstreamOptions {
  /** How the upstream is called in metrics and logs. */
  readonly name: string
  /** Its address, such as `orders:50051`; of a name with several addresses all are used in turn. */
  readonly address: string
  /** What it speaks: a service of `readGrpcContract`. */
  readonly contract: LoadedService
  /** This service, as it introduces itself. */
  readonly service: string
  readonly metrics: Metrics
  readonly logger: Logger
  /** TLS with the authorities of this machine when left out. */
  readonly channel?: ChannelCredentials
  readonly limits?: CallLimits
}

export interface GrpcRequest {
  /** Name of the rpc, such as `GetOrder`; only those without streams. */
  readonly method: string
  readonly message: object
  readonly metadata?: Readonly<Record<string, string>>
  /** The message carries a request_id that the upstream honours, so that the call can be repeated. */
  readonly repeatable?: boolean
  /** Methods that fail together; a breaker each. */
  readonly group?: string
}

/** Another service, called over gRPC through all the protection that such a call needs. */
export interface GrpcUpstream {
  /** Throws an ApiError when there is no usable answer; a refusal is an answer. */
  call(request: GrpcRequest): Promise<GrpcAnswer>
  close(): Promise<void>
}

/** The policy of calls decides about repetitions, so that the library must not repeat by itself. */
const channelOptions: ChannelOptions = {
  'grpc.enable_retries': 0,
  'grpc.service_config': JSON.stringify({loadBalancingConfig: [{round_robin: {}}]}),
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
}

export function createGrpcUpstream(options: GrpcUpstreamOptions): GrpcUpstream {
  const {name, address, contract, service, metrics, logger, limits = standardLimits} = options
  const client = new Client(address, options.channel ?? credentials.createSsl(), channelOptions)
  const run = createProtectedCalls({name, limits, metrics, logger})

  const attempt = ({method, message, metadata}: GrpcRequest, signal: AbortSignal): Promise<GrpcAnswer> => {
    const context = currentContext()
    const {path, requestSerialize, responseDeserialize} = rpcOf(contract, method)
    // Whoever is called learns how long the first caller still waits.
    const deadline = Math.min(Date.now() + limits.perTry, context?.deadline ?? Number.POSITIVE_INFINITY)
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer?: object): void => {
        signal.removeEventListener('abort', cancel)
        span?.end(error?.code ?? Status.OK)
        try {
          // That the caller has left is nobody's fault.
          context?.signal.throwIfAborted()
          resolve(error ? answerOf(error, signal.aborted) : {ok: true, message: answer ?? {}})
        } catch (failure) {
          reject(failure)
        }
      }
      const span = startSentSpan(path, name)
      const ids = outboundHeaders(service, {...(metadata && {headers: metadata})})
      const sent = metadataOf({...ids, ...(span && {traceparent: span.traceparent})})
      const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, sent, {deadline}, done)
      const cancel = (): void => call.cancel()
      signal.addEventListener('abort', cancel, {once: true})
    })
  }

  return {
    async call(request) {
      const {method, group = 'default', repeatable = false} = request
      const idempotent = repeatable || isIdempotent(rpcOf(contract, method))
      return run(signal => attempt(request, signal), {group, idempotent})
    },
    async close() {
      client.close()
    },
  }
}

function rpcOf(contract: LoadedService, name: string): LoadedService[string] {
  const rpc = contract[name]
  if (!rpc || rpc.requestStream || rpc.responseStream) throw new Error(`"${name}" is no rpc without streams.`)
  return rpc
}

/** What belongs to HTTP alone stays there. */
const ofHttp: readonly string[] = ['accept', 'content-type']

function metadataOf(headers: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(headers)) if (!ofHttp.includes(name)) metadata.set(name, value)
  return metadata
}
