import {request} from 'undici'

const longest = 10_000
const largest = 20 * 1024 * 1024
const mostRedirects = 3

/** What a fetch gave: a text and the address that redirects led to, or a sentence about why there is none. */
export type Fetched = {readonly text: string; readonly address: string} | {readonly failure: string}

/** Fetches a text by http or https, within bounds of time, size and redirects. */
export async function fetchText(address: string, signal: AbortSignal): Promise<Fetched> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(longest)])
  let url = address
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      if (!/^https?:/i.test(url)) return {failure: `"${address}" leads to "${url}", which is no http address.`}
      const {statusCode, headers, body} = await request(url, {
        signal: bounded,
        headers: {accept: 'application/json, application/yaml, text/yaml, */*'},
      })
      const {location} = headers
      if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
        await body.dump()
        url = new URL(location, url).href
        continue
      }
      if (statusCode !== 200) {
        await body.dump()
        return {failure: `"${address}" answers with status ${statusCode}.`}
      }
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of body) {
        const bytes = Buffer.from(chunk)
        size += bytes.length
        if (size > largest) return {failure: `"${address}" is larger than ${largest / 1024 / 1024} MB.`}
        chunks.push(bytes)
      }
      return {
        text: Buffer.concat(chunks)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
        address: url,
      }
    }
    return {failure: `"${address}" redirects more than ${mostRedirects} times.`}
  } catch (error) {
    signal.throwIfAborted()
    if (bounded.aborted) return {failure: `"${address}" did not answer within ${longest / 1000} seconds.`}
    return {failure: `"${address}" cannot be fetched: ${reasonOf(error)}.`}
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
