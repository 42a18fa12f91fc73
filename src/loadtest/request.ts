import {MeshError} from '../core/errors.js'
import {mergedHeaders, parseHeader} from './headers.js'
import {parseDuration, parseRate} from './quantity.js'

/** What the user asked for, as it was written. */
export interface LoadTestRequest {
  /** A URL, or the name of a target in mesh.yaml. */
  readonly target: string
  readonly contract?: string | undefined
  /** `/orders`, or `HEAD /orders`. */
  readonly paths: readonly string[]
  /** `Name: value`. */
  readonly headers: readonly string[]
  readonly rate?: string | undefined
  readonly duration: string
  readonly warmup: string
  readonly timeout: string
  readonly connections?: number | undefined
  readonly thresholds: readonly string[]
  /** On a schedule and judged by objectives, or as fast as the target answers. */
  readonly mode: 'slo' | 'max'
}

/** The numbers in a request. Times are in milliseconds. */
export interface Load {
  /** Requests per second. */
  readonly rate: number | undefined
  readonly duration: number
  readonly warmUp: number
  readonly timeout: number
  readonly connections: number | undefined
  readonly headers: Readonly<Record<string, string>>
}

const mostConnections = 10_000

/** Reads the figures of a request; each that is not understood is told with an example. */
export function readLoad(request: LoadTestRequest): Load {
  const {rate, connections, mode} = request
  if (mode === 'max' && rate !== undefined)
    throw new MeshError(
      'Mode "max" takes no rate: it sends as much as the target answers.',
      'Leave out --rate, or leave out --mode max to send at a rate.',
    )
  const warmUp = parseDuration(request.warmup, 'Warm-up')
  if (mode === 'max' && warmUp > 0)
    throw new MeshError('Mode "max" has no warm-up.', 'Leave out --warmup, or leave out --mode max.')
  if (connections !== undefined && (connections < 1 || connections > mostConnections))
    throw new MeshError(
      `The number of connections cannot be ${connections}.`,
      `Choose one from 1 to ${mostConnections.toLocaleString('en')}.`,
    )
  const duration = parseDuration(request.duration, 'Duration')
  if (duration < 100)
    throw new MeshError(`Duration "${request.duration}" is too short to see anything.`, 'Take a second or more.')
  const timeout = parseDuration(request.timeout, 'Timeout')
  if (timeout < 1)
    throw new MeshError(`Timeout "${request.timeout}" leaves no time to answer.`, 'Write for instance "10s".')
  return {
    rate: rate === undefined ? undefined : parseRate(rate),
    duration,
    warmUp,
    timeout,
    connections,
    headers: mergedHeaders(...request.headers.map(text => Object.fromEntries([parseHeader(text)]))),
  }
}
