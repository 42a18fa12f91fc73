import {Worker} from 'node:worker_threads'

/** What became of the requests of clients that keep their connections. */
export interface Tally {
  readonly answered: number
  /** Requests that were sent and got no answer, each with the reason. */
  readonly lost: readonly string[]
}

/** Each client sends one request after the other on one connection until the server ends it. */
const client = `
const {Agent, get} = require('node:http')
const {parentPort, workerData: {url, headers, clients}} = require('node:worker_threads')
let answered = 0
let running = clients
const lost = []
const end = () => {
  running -= 1
  if (running === 0) parentPort.postMessage({answered, lost})
}
for (let number = 0; number < clients; number++) {
  const agent = new Agent({keepAlive: true, maxSockets: 1})
  const next = () => {
    let begun = false
    const request = get(url, {agent, headers}, answer => {
      begun = true
      answer.on('error', error => lost.push('body: ' + error.code)).on('end', () => {
        answered += 1
        if (answer.statusCode !== 200) lost.push('status ' + answer.statusCode)
        // Told to take another connection, a client gets one to another instance: a balancer gives none to this one.
        if (answer.headers.connection === 'close') end()
        else next()
      }).resume()
    })
    request.on('error', error => {
      if (!begun) lost.push(error.code)
      end()
    })
  }
  next()
}
`

/** Runs in a thread of its own, as clients are elsewhere in earnest: their next request is on its way when a server closes. */
export function steadyClients(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  clients = 8,
): Promise<Tally> {
  const worker = new Worker(client, {eval: true, workerData: {url, headers, clients}})
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
