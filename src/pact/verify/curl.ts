import type {Exchange} from './verifier-messages.js'

/** Headers that the connection makes by itself, or that the engine adds to every request. */
const implied = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent'])

/** Headers that may hold a secret: reports end up in the logs of a CI. */
const secret = /^(authorization|proxy-authorization|cookie|.*(api-?key|token|secret).*)$/i

/** A request as a command for the shell that sends it again. Values of secret headers are left to the user. */
export function curlOf({method, url, headers, body}: Exchange): string {
  const words = ['curl', '-i']
  if (method === 'HEAD') words.push('--head')
  else if (method !== (body ? 'POST' : 'GET')) words.push('-X', method)
  for (const [name, value] of headers) {
    if (implied.has(name) || (name === 'accept' && value === '*/*')) continue
    words.push('-H', quoted(`${name}: ${secret.test(name) ? '…' : value}`))
  }
  if (body) words.push('--data-raw', quoted(body))
  return [...words, quoted(url)].join(' ')
}

/** Single quotes keep everything but themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
