import {type ChildProcess, fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'

/** How the target behaves; by default it answers 200 at once. Times are in milliseconds. */
export interface Behaviour {
  readonly delay?: number
  /** Another delay from some request on. */
  readonly slow?: {readonly after: number; readonly delay: number}
  /** The whole process stands still, this long after the run has begun. */
  readonly stall?: {readonly after: number; readonly length: number}
  /** A token bucket; requests that find it empty are answered 429. `rate` is per second. */
  readonly bucket?: {readonly rate: number; readonly burst: number}
  /** Every so many requests the connection is closed instead of answered. */
  readonly dropEvery?: number
  readonly status?: number
  /** By path. */
  readonly statuses?: Readonly<Record<string, number>>
  /** These bytes are the answer to each request. */
  readonly raw?: {readonly answer: string; readonly close?: boolean}
  readonly tls?: {readonly key: string; readonly cert: string}
}

/** What the target itself has seen. */
export interface Seen {
  /** Milliseconds of its clock; the first is the pre-flight. */
  readonly arrivals: readonly number[]
  /** Milliseconds from the arrival of a request to its answer, by its own clock; the first is the pre-flight. */
  readonly took: readonly number[]
  readonly paths: Readonly<Record<string, number>>
  /** Of the first requests. */
  readonly headers: readonly Readonly<Record<string, string>>[]
  readonly drops: number
  readonly connections: number
  /** The longest time in which its event loop stood still. */
  readonly slowest: number
}

/** A running target. */
export interface RunningTarget {
  readonly url: string
  readonly port: number
  /** Until so many requests have arrived, the pre-flight among them. */
  received(requests: number): Promise<void>
  /** Ends it, and tells what it has seen. */
  stop(): Promise<Seen>
}

/** Starts a target on a free port. */
export function startTarget(behaviour: Behaviour = {}): Promise<RunningTarget> {
  const child = fork(fileURLToPath(new URL('server.js', import.meta.url)), [JSON.stringify(behaviour)], {
    // The flags of the test runner are not for it.
    execArgv: [],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`The target ended with ${code}.`)))
    child.once('message', message => {
      // Sound: server.js sends its port first.
      const {port} = message as {port: number}
      const scheme = behaviour.tls ? 'https' : 'http'
      resolve({
        port,
        url: `${scheme}://127.0.0.1:${port}`,
        received: requests => received(child, requests),
        stop: () => stop(child),
      })
    })
  })
}

function received(child: ChildProcess, requests: number): Promise<void> {
  return new Promise(resolve => {
    child.once('message', () => resolve())
    child.send(requests)
  })
}

function stop(child: ChildProcess): Promise<Seen> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null) return reject(new Error('The target has ended already.'))
    child.once('message', message => resolve(message as Seen))
    child.once('error', reject)
    child.send('stop')
  })
}
