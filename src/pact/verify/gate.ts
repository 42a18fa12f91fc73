import {createServer, type IncomingMessage, request as requestHttp, type ServerResponse} from 'node:http'
import {request as requestHttps} from 'node:https'
import type {AddressInfo} from 'node:net'
import {buffer} from 'node:stream/consumers'
import {interactionHeader, numberIn, redirectHeader} from './engine-copy.js'
import {answerMessage} from './message-provider.js'
import {applyFilter, type FilteredRequest, within} from './request-filter.js'
import {type Action, changeState, type StatesModule} from './states.js'
import type {JobInteraction, Trouble, VerifierJob, VerifierMessage} from './verifier-messages.js'

/** Where the engine finds us: everything else is passed on to the provider. */
export const statesPath = '/_mesh/states'
export const messagesPath = '/_mesh/messages'

/** The server between the engine and the provider. */
export interface Gate {
  readonly port: number
}

/** What an interaction is answered that must not reach the provider any more; its result is told by its trouble. */
const blocked = 599

/**
 * Stands between the engine and the provider. It runs the state handlers and the request filter, and knows for each
 * interaction what went wrong there. The engine is always answered in time and with success for states: it would go on
 * after a failed state, or ask for two minutes again (Pact 17).
 */
export async function openGate(
  job: VerifierJob,
  module: StatesModule,
  tell: (message: VerifierMessage) => void,
): Promise<Gate> {
  const interactions = new Map(job.interactions.map(interaction => [interaction.number, interaction]))
  /** Troubles of states that were set up for the interaction whose request is still to come. */
  let ahead: Trouble[] = []
  let current: JobInteraction | undefined
  let teardownsLeft = 0
  let settingUp = false
  let spoiled = false

  const server = createServer((request, response) => {
    const answer = request.url === statesPath ? state : request.url === messagesPath ? message : pass
    answer(request, response).catch((error: unknown) => {
      const trouble = {kind: 'no-response', message: `The request failed: ${reasonOf(error)}`} as const
      if (current) tell({type: 'trouble', number: current.number, trouble})
      block(response)
    })
  })

  async function state(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {state: name, params, action} = parseChange(await buffer(request))
    if (action === 'setup' && !settingUp) {
      settingUp = true
      ahead = []
      await hook('beforeEach', trouble => ahead.push(trouble))
    }
    // Without any state the engine asks for the state "" all the same.
    const answer = name === '' ? {values: {}} : await changeState(name, params, action, module, job)
    if ('trouble' in answer) {
      if (action === 'setup') ahead.push(answer.trouble)
      // What was never set up can rarely be torn down, and the first failure says it all.
      else if (current && !spoiled) tell({type: 'trouble', number: current.number, trouble: answer.trouble})
    }
    if (action === 'teardown') settingUp = false
    if (action === 'teardown' && --teardownsLeft === 0)
      await hook('afterEach', trouble => current && tell({type: 'trouble', number: current.number, trouble}))
    response.writeHead(200, {'content-type': 'application/json'})
    response.end(JSON.stringify('values' in answer ? answer.values : {}))
  }

  async function hook(name: 'beforeEach' | 'afterEach', add: (trouble: Trouble) => void): Promise<void> {
    const run = module[name]
    if (!run) return
    try {
      await within(job.requestTimeout, `"${name}"`, () => run())
    } catch (error) {
      add({kind: 'hook', message: `"${name}" of the states module failed: ${reasonOf(error)}`})
    }
  }

  /** An interaction has begun. Undefined when it is not known, or when one of its states is not set up. */
  function begin(number: number | undefined): JobInteraction | undefined {
    current = number === undefined ? undefined : interactions.get(number)
    if (!current) return undefined
    settingUp = false
    teardownsLeft = Math.max(1, current.states.length)
    tell({type: 'began', number: current.number})
    const troubles = ahead
    ahead = []
    spoiled = troubles.length > 0
    for (const trouble of troubles) tell({type: 'trouble', number: current.number, trouble})
    return spoiled ? undefined : current
  }

  async function message(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Readonly<Record<string, unknown>> = JSON.parse((await buffer(request)).toString('utf8'))
    const interaction = begin(numberIn(String(body.description)))
    if (!interaction) return block(response)
    const trouble = await answerMessage({...body, description: interaction.description}, module, job, response)
    if (trouble === undefined) return
    tell({type: 'trouble', number: interaction.number, trouble})
    block(response)
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const number = Number(request.headers[interactionHeader])
    const bytes = await buffer(request)
    const interaction = begin(number)
    if (!interaction) return block(response)
    const failed = (kind: Trouble['kind'], text: string) => {
      tell({type: 'trouble', number, trouble: {kind, message: text}})
      block(response)
    }
    if (job.providerUrl === undefined) return failed('no-response', 'There is no provider to send the request to.')
    const outgoing = prepare(request, bytes, job)
    if (module.requestFilter)
      try {
        if (!(await applyFilter(module.requestFilter, outgoing, response, job.requestTimeout))) return
      } catch (error) {
        return failed('request-filter', `The request filter of the states module failed: ${reasonOf(error)}`)
      }
    const url = addressOf(outgoing.url ?? '/', job.providerUrl)
    const body = bytesOf(outgoing.body, bytes)
    const sent = {
      method: outgoing.method ?? 'GET',
      url: url.href,
      headers: Object.entries(outgoing.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
      ),
      body: body.subarray(0, 16_384).toString('utf8'),
    }
    const start = performance.now()
    const took = () => Math.round(performance.now() - start)
    try {
      const answer = await ask(url, outgoing, body, job.requestTimeout)
      const isPlain = !answer.headers.some((text, index) => index % 2 === 0 && /^content-encoding$/i.test(text))
      const responseBody = isPlain ? answer.body.subarray(0, 4096).toString('utf8') : ''
      tell({type: 'exchange', number, exchange: {...sent, status: answer.status, responseBody, durationMs: took()}})
      const pairs = interaction.isRedirect ? answer.headers.map(hideLocation) : answer.headers
      response.writeHead(answer.status, pairs).end(answer.body)
    } catch (error) {
      tell({type: 'exchange', number, exchange: {...sent, durationMs: took()}})
      failed('no-response', `The provider gave no response: ${reasonOf(error)}.`)
    }
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo // a string is the address of a pipe only
  return {port}
}

/** Names are at even places, values at odd ones. */
function hideLocation(text: string, index: number): string {
  return index % 2 === 0 && text.toLowerCase() === 'location' ? redirectHeader : text
}

function block(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(blocked)
  response.end()
}

function parseChange(bytes: Buffer): {state: string; params: unknown; action: Action} {
  const {state, params, action} = JSON.parse(bytes.toString('utf8'))
  return {state: String(state ?? ''), params: params ?? {}, action: action === 'teardown' ? 'teardown' : 'setup'}
}

/** The request as the provider shall get it: without what belongs to the connection or to us. */
function prepare(request: IncomingMessage, bytes: Buffer, job: VerifierJob): FilteredRequest {
  const {host: _host, connection: _connection, [interactionHeader]: _number, ...headers} = request.headers
  for (const [name, value] of Object.entries(job.headers)) headers[name.toLowerCase()] = value
  const url = request.url ?? '/'
  return {
    ...(request.method !== undefined && {method: request.method}),
    url,
    path: url.replace(/\?.*$/s, ''),
    headers,
    body: parsedBody(headers['content-type'], bytes),
  }
}

/** JSON as a value, as filters of pact-js expect it; everything else as bytes. */
function parsedBody(type: string | undefined, bytes: Buffer): unknown {
  if (!/[/+]json\b/.test(type ?? '')) return bytes
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return bytes
  }
}

/** The very bytes of the pact, unless the filter has changed the body. */
function bytesOf(body: unknown, original: Buffer): Buffer {
  if (Buffer.isBuffer(body)) return body
  if (body === undefined || body === null) return original
  if (typeof body === 'string') return Buffer.from(body)
  const text = JSON.stringify(body)
  try {
    if (text === JSON.stringify(JSON.parse(original.toString('utf8')))) return original
  } catch {
    // It was no JSON before: the filter made it.
  }
  return Buffer.from(text)
}

function addressOf(path: string, providerUrl: string): URL {
  const base = new URL(providerUrl)
  return new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base)
}

interface Answer {
  readonly status: number
  /** Names and values in turn, as they came. */
  readonly headers: string[]
  readonly body: Buffer
}

function ask(url: URL, request: FilteredRequest, body: Buffer, timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const {'content-length': _length, 'transfer-encoding': _encoding, ...headers} = request.headers
    const hasBody = body.length > 0 || request.headers['content-length'] !== undefined
    const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: request.method ?? 'GET',
      headers: {...headers, ...(hasBody && {'content-length': body.length})},
      agent: false,
      signal: AbortSignal.timeout(timeout),
    })
    outgoing.on('response', answer => {
      buffer(answer).then(bytes => {
        // The connection to the engine is another one, with a framing of its own.
        const pairs = answer.rawHeaders.flatMap((name, index) => {
          const isOurs = /^(connection|keep-alive|transfer-encoding)$/i.test(name)
          return index % 2 === 1 || isOurs ? [] : [name, answer.rawHeaders[index + 1] ?? '']
        })
        resolve({status: answer.statusCode ?? blocked, headers: pairs, body: bytes})
      }, reject)
    })
    outgoing.on('error', (error: Error) =>
      reject(
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? new Error(`no answer within ${timeout} ms`)
          : error,
      ),
    )
    outgoing.end(body)
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return reasons[code] ?? (error.message || code || error.name)
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused (ECONNREFUSED)',
  ECONNRESET: 'the connection was closed before the end of the answer (ECONNRESET)',
  EPIPE: 'the connection was closed while the request was sent (EPIPE)',
}
