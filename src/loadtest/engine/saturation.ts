import type {EventEmitter} from 'node:events'
import type {Socket} from 'node:net'
import type {Client, Options, Request} from 'autocannon'
import {errorCode, failure} from './connection.js'
import type {Dialer} from './dialer.js'
import {Latencies} from './histogram.js'
import type {Measurement} from './measurement.js'
import {type Glance, Recorder} from './recorder.js'
import type {Turns} from './turns.js'

export interface SaturationPlan {
  /** `http://127.0.0.1:3000`. */
  readonly origin: string
  /** Opens the connections. */
  readonly dialer: Dialer
  /** Each connection takes all turns, over and over. */
  readonly turns: Turns
  /** Number of operations. */
  readonly operations: number
  readonly connections: number
  /** Milliseconds. */
  readonly duration: number
  /** Milliseconds; autocannon counts in whole seconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** It ends after so many requests, before its time; a few more may be under way. */
  readonly most: number | undefined
  readonly watch: (elapsed: number, glance: Glance) => void
}

/** What autocannon's client has beside its types; the version is pinned, and a test holds us to it. */
interface ClientInternals extends EventEmitter {
  conn: {write(bytes: Buffer): void; destroy(): void; on(): void; removeAllListeners(): void}
  readonly destroyed: boolean
  readonly parser: {execute(chunk: Buffer): unknown}
  readonly pipelinedRequests: {addByteCount(count: number): void; clear(): void; size(): number}
  readonly requestIterator: {readonly currentRequest: Marked | undefined}
  _connect(): void
  _doRequest(): void
}

type Marked = Request & {readonly operation: number}

const longestList = 1000

/** How long a connection waits after it was refused or dropped, in milliseconds; autocannon tries 10,000 times a second. */
const backOff = 50

/**
 * As many requests as the target takes: each connection sends its next when the last one is answered (autocannon, one
 * thread). A closed loop asks a slow target less, so its latencies are those of saturation and prove no objective.
 */
export async function saturate(plan: SaturationPlan): Promise<Measurement> {
  const {default: autocannon} = await import('autocannon')
  const recorder = new Recorder(plan.operations)
  const processorAtStart = process.cpuUsage()
  const start = performance.now()
  const end = start + plan.duration
  let sent = 0
  let answered = 0
  let serviceTime = 0

  const operationOf = (client: ClientInternals) => client.requestIterator.currentRequest?.operation ?? 0

  const setupClient = (given: Client) => {
    // autocannon neither verifies certificates, nor notices a connection that is closed instead of answered, nor waits
    // before it connects again. It calls this method for each connection, the first of them after this function.
    // Its types tell of less than it has.
    const client = given as unknown as ClientInternals
    client._connect = () => {
      if (client.destroyed) return
      let socket: Socket | undefined
      const conn: ClientInternals['conn'] = {
        write: bytes => socket?.write(bytes),
        destroy() {
          giveUp()
          socket?.destroy()
        },
        // Autocannon's own listeners are not wanted.
        on: () => {},
        removeAllListeners: () => {},
      }
      client.conn = conn
      const again = (error: Error) => {
        // After a timeout autocannon itself has put another connection in the place of this one.
        if (client.conn !== conn || client.destroyed) return
        const isFailed = socket === undefined || client.pipelinedRequests.size() > 0
        client.pipelinedRequests.clear()
        conn.destroy()
        // A request that had no connection was to be sent, too.
        if (socket === undefined) sent++
        if (isFailed) client.emit('connError', error)
        client.conn = {...conn}
        setTimeout(() => client._connect(), isFailed ? backOff : 0)
      }
      const giveUp = plan.dialer.dial((error, opened) => {
        if (!opened) return again(error ?? failure('ERROR', 'There is no socket'))
        socket = opened
        socket.on('error', again)
        socket.on('close', () => again(failure('ECONNRESET', 'The connection was closed')))
        socket.on('data', chunk => {
          client.pipelinedRequests.addByteCount(chunk.length)
          try {
            client.parser.execute(chunk)
          } catch (cause) {
            again(failure('HPE_INVALID', 'The answer is not HTTP', {cause}))
          }
        })
        // Behind a proxy it has been read already.
        socket.resume()
        client._doRequest()
      })
    }
    client.on('request', () => sent++)
    client.on('timeout', () => {
      recorder.givenUp(operationOf(client), 'ETIMEDOUT', plan.timeout, plan.timeout)
      serviceTime += plan.timeout
    })
    client.on('connError', (error: Error) => recorder.failed(operationOf(client), errorCode(error)))
  }

  return new Promise((resolve, reject) => {
    const options: Options = {
      url: plan.origin,
      connections: plan.connections,
      duration: plan.duration / 1000,
      timeout: Math.max(1, Math.ceil(plan.timeout / 1000)),
      // The end of a run is looked for this often, in milliseconds.
      sampleInt: 50,
      requests: requestsOf(plan.turns),
      setupClient,
    }
    const instance = autocannon(options, error => {
      clearInterval(watching)
      plan.signal.removeEventListener('abort', stop)
      if (error) return reject(error)
      const now = performance.now()
      const {user, system} = process.cpuUsage(processorAtStart)
      resolve({
        engine: 'autocannon closed loop',
        operations: recorder.operations,
        timeline: recorder.timeline.done(),
        lag: new Latencies(),
        waiting: new Latencies(),
        slices: [],
        planned: sent,
        sent,
        sentInTime: sent,
        answeredInTime: answered,
        duration: now - start,
        connections: {
          protocol: 'HTTP/1.1',
          limit: plan.connections,
          peak: plan.connections,
          opened: plan.dialer.opened,
          busy: Math.min(1, serviceTime / (plan.connections * (now - start))),
        },
        processorSeconds: (user + system) / 1e6,
        interrupted: plan.signal.aborted && now < end,
      })
    })
    instance.on('response', (client, status, bytes, milliseconds) => {
      answered++
      serviceTime += milliseconds
      recorder.answered(
        operationOf(client as unknown as ClientInternals),
        Number(status),
        milliseconds,
        milliseconds,
        bytes,
      )
    })
    const stop = () => instance.stop?.()
    plan.signal.addEventListener('abort', stop, {once: true})
    const watching = setInterval(() => {
      if (plan.most !== undefined && sent >= plan.most) stop()
      const now = performance.now()
      plan.watch(now - start, recorder.glance(now))
    }, 250)
    if (plan.signal.aborted) stop()
  })
}

/** The turns as autocannon takes them. It copies the list for each connection, so that a long one is cut. */
function requestsOf({at, period}: Turns): Marked[] {
  return Array.from({length: Math.min(period, longestList)}, (_, arrival) => {
    const {operation, request} = at(arrival)
    const {method, path, headers, body} = request
    const named = headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []))
    // The operations of a scenario have no method that autocannon does not know.
    return {
      method: method as 'GET',
      path,
      headers: Object.fromEntries(named),
      operation,
      ...(body !== undefined && {body}),
    }
  })
}
