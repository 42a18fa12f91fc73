import type {EventEmitter} from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import type {Client, Options, Request} from 'autocannon'
import type {ClientTls} from './client-tls.js'
import {Latencies} from './histogram.js'
import type {Measurement} from './measurement.js'
import {type Glance, Recorder} from './recorder.js'
import type {Turns} from './turns.js'

export interface SaturationPlan {
  /** `http://127.0.0.1:3000`; connections go to `address`. */
  readonly origin: string
  readonly address: string
  readonly tls: ClientTls
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
  readonly watch: (elapsed: number, glance: Glance) => void
}

/** What autocannon's client has beside its types; the version is pinned, and a test holds us to it. */
interface ClientInternals extends EventEmitter {
  conn: net.Socket
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
  let opened = 0
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
      opened++
      const socket = open(plan)
      client.conn = socket
      let over = false
      const again = (error: Error) => {
        // After a timeout autocannon itself has put another connection in the place of this one.
        if (over || client.conn !== socket) return
        over = true
        const unanswered = client.pipelinedRequests.size()
        client.pipelinedRequests.clear()
        socket.destroy()
        if (client.destroyed) return
        if (unanswered > 0) client.emit('connError', error)
        setTimeout(() => client.conn === socket && client._connect(), unanswered > 0 ? backOff : 0)
      }
      socket.on('error', again)
      socket.on('close', () => again(Object.assign(new Error('The connection was closed.'), {code: 'ECONNRESET'})))
      socket.on('data', chunk => {
        client.pipelinedRequests.addByteCount(chunk.length)
        try {
          client.parser.execute(chunk)
        } catch (error) {
          again(Object.assign(new Error('The answer is not HTTP.', {cause: error}), {code: 'HPE_INVALID'}))
        }
      })
      client._doRequest()
    }
    client.on('request', () => sent++)
    client.on('timeout', () => {
      recorder.givenUp(operationOf(client), 'ETIMEDOUT', plan.timeout, plan.timeout)
      serviceTime += plan.timeout
    })
    client.on('connError', (error: NodeJS.ErrnoException) =>
      recorder.failed(operationOf(client), error.code ?? 'ERROR'),
    )
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
          limit: plan.connections,
          peak: plan.connections,
          opened,
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

function open({origin, address, tls: shown}: SaturationPlan): net.Socket {
  const {protocol, hostname, port} = new URL(origin)
  if (protocol === 'http:') return net.connect({host: address, port: Number(port || 80), noDelay: true})
  const host = hostname.replace(/^\[|\]$/g, '')
  return tls.connect({
    ...shown,
    host: address,
    port: Number(port || 443),
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(net.isIP(host) === 0 && {servername: host}),
  })
}
