import {type Dispatcher, request} from 'undici'
import {PrivateHost, privateLiteral, publicNetwork} from './public-network.js'

const longest = 10_000
const largest = 20 * 1024 * 1024
const mostRedirects = 3

/** What a fetch gave: a text and the address that redirects led to, or a sentence about why there is none. */
export type Fetched = {readonly text: string; readonly address: string} | Failure

interface Failure {
  readonly failure: string
  readonly fix?: string
}

/** Fetches a text by http or https, within bounds of time, size and redirects, each of which is judged anew. */
export async function fetchText(
  address: string,
  signal: AbortSignal,
  /** Hosts, with their port where it is not the usual one, that may have a private address. */
  privateHosts: readonly string[] = [],
): Promise<Fetched> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(longest)])
  if (!URL.canParse(address)) return {failure: `"${address}" is no address.`}
  const network = publicNetwork()
  let url = new URL(address)
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const isTrusted = privateHosts.includes(url.host)
      const literal = isTrusted ? undefined : privateLiteral(url)
      if (literal !== undefined) throw new PrivateHost(literal)
      const {statusCode, headers, body} = await request(url, {
        signal: bounded,
        headers: {accept: 'application/json, application/yaml, text/yaml, */*'},
        ...(!isTrusted && {dispatcher: network}),
      })
      const {location} = headers
      if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
        await body.dump()
        const next = new URL(location, url)
        if (!/^https?:$/.test(next.protocol))
          return {failure: `"${address}" leads to "${next.href}", which is no http address.`}
        if (url.protocol === 'https:' && next.protocol === 'http:')
          return {failure: `"${address}" leads to "${next.href}", which is not encrypted as it is itself.`}
        url = next
        continue
      }
      if (statusCode !== 200) {
        await body.dump()
        return {failure: `"${address}" answers with status ${statusCode}.`}
      }
      const text = await textOf(body)
      if (text === undefined) return {failure: `"${address}" is larger than ${largest / 1024 / 1024} MB.`}
      return {text, address: url.href}
    }
    return {failure: `"${address}" redirects more than ${mostRedirects} times.`}
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof PrivateHost) return refused(address, url, error.host)
    if (bounded.aborted) return {failure: `"${address}" did not answer within ${longest / 1000} seconds.`}
    return {failure: `"${address}" cannot be fetched: ${reasonOf(error)}.`}
  } finally {
    // What is still open is not waited for.
    void network.destroy()
  }
}

async function textOf(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > largest) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

function refused(address: string, {host, href}: URL, named: string): Failure {
  const way = href === address ? `"${address}"` : `"${address}" leads to "${href}", which`
  return {
    failure: `${way} is not followed: "${named}" has a private address.`,
    fix: `Copy the file into the workspace, or name "${host}" under \`lint.privateHosts\` in mesh.yaml.`,
  }
}

function reasonOf(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'the host is unknown',
    EAI_AGAIN: 'the host is unknown',
    ECONNRESET: 'the connection was closed',
    UND_ERR_SOCKET: 'the connection was closed',
  }
  return known[code ?? ''] ?? message
}
