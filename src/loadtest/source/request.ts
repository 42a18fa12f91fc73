import {MeshError} from '../../core/errors.js'
import {checkShare, type Share} from '../distributed/share.js'
import type {Stage} from '../engine/schedule.js'
import {parseStages} from '../engine/stages.js'
import {parseDuration, parseRate} from '../quantity.js'
import {mergedHeaders, parseHeader} from './headers.js'

/** What the user asked for, as it was written. */
export interface LoadTestRequest {
  /** A URL, or the name of a target in mesh.yaml. */
  readonly target: string
  readonly contract?: string | undefined
  /** A recording of requests. */
  readonly har?: string | undefined
  /** A file of scenarios. */
  readonly scenario?: string | undefined
  /** How requests prove who sends them: `token:NAME` and its like; `scope` is what tokens are to allow. */
  readonly auth?: string | undefined
  readonly scope?: string | undefined
  /** `/orders`, or `HEAD /orders`. */
  readonly paths: readonly string[]
  /** `Name: value`. */
  readonly headers: readonly string[]
  readonly rate?: string | undefined
  readonly duration: string
  /** `30s:200/s`: how long, and the rate at the end; in place of `duration`. */
  readonly stages?: readonly string[] | undefined
  readonly warmup: string
  readonly timeout: string
  readonly connections?: number | undefined
  /** So many users, each of whom waits for an answer and thinks before the next request; with mode "max". */
  readonly users?: number | undefined
  /** Speak HTTP/2; to an http target without being asked for it first. */
  readonly http2?: boolean | undefined
  /** The host of the target, typed once more because it looks like production. */
  readonly production?: string | undefined
  /** The URL of a proxy, in place of the one that the environment names. */
  readonly proxy?: string | undefined
  readonly think?: string | undefined
  readonly thresholds: readonly string[]
  /** Send what may change data, too. */
  readonly 'allow-writes'?: boolean | undefined
  /** Files of OpenSLO, whose objectives are judged, too. */
  readonly slo?: readonly string[] | undefined
  /** Hold answers against the contract, too. */
  readonly conformance?: boolean | undefined
  /** Objectives that end the run as soon as they are surely missed. */
  readonly aborts?: readonly string[] | undefined
  /** Judge the run by those of the baseline, too. */
  readonly compare?: boolean | undefined
  /** Add the run to the baseline, unless it failed. */
  readonly 'save-baseline'?: boolean | undefined
  /** The file of the baseline; relative to the working directory. */
  readonly baseline?: string | undefined
  /** On a schedule and judged by objectives, or as fast as the target answers. */
  readonly mode: 'slo' | 'max'
  /** Where the figures are sent when it is over: `otlp=URL`, `prometheus=URL`. */
  readonly exports?: readonly string[] | undefined
  /** The part of the run that is sent, where several workers send it together. */
  readonly share?: Share | undefined
}

/** The numbers in a request. Times are in milliseconds. */
export interface Load {
  /** Requests per second. */
  readonly rate: number | undefined
  readonly duration: number
  /** How the rate changes; empty when it is the same all the time. */
  readonly stages: readonly Stage[]
  readonly warmUp: number
  readonly timeout: number
  readonly connections: number | undefined
  readonly http2: boolean
  /** Milliseconds between an answer and the next request of a user. */
  readonly think: number
  readonly headers: Readonly<Record<string, string>>
}

const mostConnections = 10_000

/** Reads the figures of a request; each that is not understood is told with an example. */
export function readLoad(request: LoadTestRequest): Load {
  const {connections, mode} = request
  const rate = request.rate === undefined ? undefined : parseRate(request.rate)
  const texts = request.stages ?? []
  refuseUsers(request)
  if (request.share) checkShare(request.share)
  if (mode === 'max' && request.http2 && request.users === undefined)
    throw new MeshError(
      'Mode "max" does not speak HTTP/2: autocannon, which drives it, cannot.',
      'Use --users, which sends as much as so many streams take.',
    )
  if (mode === 'max' && texts.length > 0)
    throw new MeshError('Mode "max" has no stages: it sends as much as the target answers.', 'Leave out one of both.')
  if (mode === 'max' && rate !== undefined)
    throw new MeshError(
      'Mode "max" takes no rate: it sends as much as the target answers.',
      'Leave out --rate, or leave out --mode max to send at a rate.',
    )
  if (mode === 'max' && request.aborts?.length)
    throw new MeshError('Mode "max" cannot be ended by a condition.', 'Leave out --abort, or send at a --rate.')
  if (mode === 'max' && request.users === undefined && request.scenario !== undefined)
    throw new MeshError(
      'Mode "max" plays no scenarios: autocannon sends one request after the other.',
      'Give --users, such as --users 50, or a --rate.',
    )
  if (request.scope !== undefined && request.auth === undefined)
    throw new MeshError(
      '--scope is of tokens, and there is no --auth.',
      'Add --auth client-credentials:… or development.',
    )
  refuseBaseline(request)
  const warmUp = parseDuration(request.warmup, 'Warm-up')
  if (mode === 'max' && warmUp > 0)
    throw new MeshError('Mode "max" has no warm-up.', 'Leave out --warmup, or leave out --mode max.')
  if (connections !== undefined && (connections < 1 || connections > mostConnections))
    throw new MeshError(
      `The number of connections cannot be ${connections}.`,
      `Choose one from 1 to ${mostConnections.toLocaleString('en')}.`,
    )
  const stages = texts.length > 0 ? parseStages(texts, rate ?? 0) : []
  const duration =
    stages.length > 0
      ? stages.reduce((sum, stage) => sum + stage.duration, 0)
      : parseDuration(request.duration, 'Duration')
  if (duration < 100)
    throw new MeshError(`Duration "${duration} ms" is too short to see anything.`, 'Take a second or more.')
  if (warmUp > 0 && stages[0]?.from === 0)
    throw new MeshError(
      'A run that begins with a rate of zero has nothing to warm up with.',
      'Give the rate to begin with as --rate, or leave out --warmup.',
    )
  const timeout = parseDuration(request.timeout, 'Timeout')
  if (timeout < 1)
    throw new MeshError(`Timeout "${request.timeout}" leaves no time to answer.`, 'Write for instance "10s".')
  return {
    rate,
    duration,
    stages,
    warmUp,
    timeout,
    connections: request.users ?? connections,
    http2: request.http2 ?? false,
    think: request.think === undefined ? 0 : parseDuration(request.think, 'Thinking time'),
    headers: mergedHeaders(...request.headers.map(text => Object.fromEntries([parseHeader(text)]))),
  }
}

/** Runs are compared by their service times at one rate: a closed loop has another rate in each run. */
function refuseBaseline(request: LoadTestRequest): void {
  const flag = request.compare ? '--compare' : request['save-baseline'] ? '--save-baseline' : undefined
  if (flag === undefined && request.baseline !== undefined)
    throw new MeshError(
      '--baseline names a file, but nothing is to be done with it.',
      'Add --compare, or --save-baseline, or both.',
    )
  if (flag === undefined) return
  if (request.mode === 'max')
    throw new MeshError(`${flag} does not go with --mode max, which has no rate.`, 'Send at a --rate.')
  if (request.stages?.length)
    throw new MeshError(`${flag} does not go with --stage: runs are compared at one rate.`, 'Send at a --rate.')
}

function refuseUsers({users, think, mode, connections}: LoadTestRequest): void {
  if (users === undefined) {
    if (think !== undefined)
      throw new MeshError('--think is the pause of users, and there are none.', 'Add --users, such as --users 50.')
    return
  }
  if (mode !== 'max') throw new Error('Users are a closed loop.')
  if (connections !== undefined)
    throw new MeshError('Each user has a connection: --connections says it again.', 'Leave it out.')
  if (users < 1 || users > mostConnections)
    throw new MeshError(
      `The number of users cannot be ${users}.`,
      `Choose one from 1 to ${mostConnections.toLocaleString('en')}.`,
    )
}
