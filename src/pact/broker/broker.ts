import {type Dispatcher, EnvHttpProxyAgent, request} from 'undici'
import {MeshError, RemoteError} from '../../core/errors.js'
import type {BrokerAddress} from './address.js'
import {failureOf, mendAddress} from './failure.js'
import {expand, linksOf, type Resource} from './resource.js'
import {retry, retryAfter, type Try} from './retry.js'

/** An answer of the broker, whatever its status. */
export interface Answer {
  readonly method: string
  readonly url: string
  readonly status: number
  /** Undefined when it was no JSON. */
  readonly body: Resource | undefined
  /** The body as it came. */
  readonly text: string
}

/** A Pact Broker, spoken to along its own links: https://docs.pact.io/pact_broker/api. */
export interface Broker {
  /** Without a slash at its end. */
  readonly url: string
  /** The address of a relation of the index, with names in it. */
  address(relation: string, values?: Readonly<Record<string, string>>): Promise<string>
  /** Whether the broker is new enough to have the relation. */
  offers(relation: string): Promise<boolean>
  get(url: string): Promise<Resource>
  /** The very text of a resource: in a parsed pact, 10.0 would be 10 and a long number another one. */
  text(url: string): Promise<string>
  /** Undefined when there is nothing at the address. */
  find(url: string): Promise<Resource | undefined>
  post(url: string, body: object): Promise<Resource>
  put(url: string, body: object): Promise<Resource>
  patch(url: string, body: object): Promise<Resource>
  /** An answer with one of these statuses is the caller's business; others of no success fly. */
  send(method: Method, url: string, body: object | undefined, expected?: readonly number[]): Promise<Answer>
  close(): Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH'

/** Milliseconds for one try of a request. */
const longest = 20_000

export function openBroker({url, authorization}: BrokerAddress, signal: AbortSignal): Broker {
  const {origin} = new URL(url)
  // Proxies of the environment are for other machines: one that does not know this one would answer in its place.
  const around = process.env['NO_PROXY'] ?? process.env['no_proxy']
  const noProxy = [...(around ? [around] : []), '127.0.0.1', 'localhost', '::1'].join(',')
  const dispatcher = new EnvHttpProxyAgent({noProxy, connectTimeout: 10_000})
  let known: Promise<Resource> | undefined
  const index = () => (known ??= readIndex())

  async function readIndex(): Promise<Resource> {
    const answer = await send('GET', url, undefined)
    const {body = {}} = answer
    if (body['_links'] === undefined)
      throw new RemoteError(`${url} answers, but not as a Pact Broker does: its index has no links.`, mendAddress)
    return body
  }

  const send: Broker['send'] = async (method, target, body, expected = []) => {
    const answer = await retry(() => attempt(method, target, body), signal)
    if ('status' in answer) {
      if ((answer.status < 300 && answer.body !== undefined) || expected.includes(answer.status)) return answer
      throw failureOf(answer)
    }
    throw new RemoteError(
      `The Pact Broker at ${origin} cannot be reached: ${answer.failure}.`,
      /certificate|self.signed/i.test(answer.failure)
        ? 'Name the certificate of your authority with NODE_EXTRA_CA_CERTS.'
        : mendAddress,
    )
  }

  async function attempt(method: Method, target: string, body?: object): Promise<Try<Answer | {failure: string}>> {
    try {
      const given = await request(target, {
        method,
        dispatcher,
        signal: AbortSignal.any([signal, AbortSignal.timeout(longest)]),
        headers: {
          accept: 'application/hal+json, application/json',
          'user-agent': 'mesh',
          ...(body && {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'}),
          // The links of an answer may lead elsewhere; what lies there must not see the secret.
          ...(authorization !== undefined && new URL(target).origin === origin && {authorization}),
        },
        ...(body && {body: JSON.stringify(body)}),
      })
      const {statusCode: status, headers} = given
      const text = await given.body.text()
      const result = {method, url: target, status, body: parse(text), text}
      const again = status === 408 || status === 429 || status >= 500
      return {result, again, after: retryAfter(singleValue(headers, 'retry-after'), Date.now())}
    } catch (error) {
      signal.throwIfAborted()
      return {result: {failure: reasonOf(error)}, again: true}
    }
  }

  return {
    url,
    send,
    async address(relation, values = {}) {
      const [link] = linksOf(await index(), relation)
      if (!link)
        throw new MeshError(
          `The Pact Broker at ${url} does not offer "${relation}".`,
          'Update the broker: mesh needs version 2.87 or later.',
        )
      return expand(link.href, values)
    },
    offers: async relation => linksOf(await index(), relation).length > 0,
    get: async target => bodyOf(await send('GET', target, undefined)),
    text: async target => (await send('GET', target, undefined)).text,
    async find(target) {
      const {status, body} = await send('GET', target, undefined, [404])
      return status === 404 ? undefined : body
    },
    post: async (target, body) => bodyOf(await send('POST', target, body)),
    put: async (target, body) => bodyOf(await send('PUT', target, body)),
    patch: async (target, body) => bodyOf(await send('PATCH', target, body)),
    close: () => dispatcher.close(),
  }
}

const bodyOf = ({body}: Answer): Resource => body ?? {}

/** Undefined for what is no JSON object: the page of a proxy, as a rule. */
function parse(text: string): Resource | undefined {
  // Some answers of success have nothing to say.
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined
  } catch {
    return undefined
  }
}

function singleValue(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const {code} = error as NodeJS.ErrnoException
  if (error.name === 'TimeoutError') return `no answer within ${longest / 1000} seconds`
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host is not known'
  return error.message.replace(/\.$/, '')
}
