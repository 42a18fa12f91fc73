import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import {sight, waitUntilReady} from '../../io/readiness.js'
import {type ServerProcess, startServer} from '../../io/server-process.js'
import {failingAs, pactFailure} from '../exit-codes.js'

/** Where the provider is, or how to get one. */
export type ProviderSource =
  | {readonly url: string; readonly ready: string | undefined; readonly wait: number}
  | {readonly start: string; readonly cwd: string; readonly ready: string; readonly wait: number}

/** A provider that answers. */
export interface Provider {
  readonly url: string
  readonly readyAfterMs: number
  /** The process, when it was started for the verification. */
  readonly process: ServerProcess | undefined
}

/** Starts the provider, or makes sure that the one that runs answers. */
export async function openProvider(source: ProviderSource, signal: AbortSignal): Promise<Provider> {
  if ('start' in source) {
    const {start, cwd, ready, wait} = source
    const server = {command: start, cwd, ready: rooted(ready), wait}
    const started = await failingAs('provider', () => startServer(server, signal))
    return {url: started.url, readyAfterMs: started.readyAfterMs, process: started}
  }
  const url = parseProviderUrl(source.url)
  const begin = performance.now()
  await mustAnswer(url, source.ready, source.wait, signal)
  return {url: url.href.replace(/\/$/, ''), readyAfterMs: Math.round(performance.now() - begin), process: undefined}
}

function parseProviderUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new MeshError(
      `"${text}" is not the address of a provider.`,
      `Write it with its scheme: http://${text.replace(/^[a-z]+:\/\//i, '') || '127.0.0.1:3000'}`,
    )
  if (url.username || url.password)
    throw new MeshError(
      'The address of the provider holds a user name or a password.',
      'Use --header "Authorization: …".',
    )
  if (url.search || url.hash)
    throw new MeshError(
      `"${text}" has more than a path: requests cannot be put behind it.`,
      'Leave out what follows "?" or "#".',
    )
  return url
}

async function mustAnswer(url: URL, ready: string | undefined, wait: number, signal: AbortSignal): Promise<void> {
  if (ready === undefined) {
    const seen = await sight(url, Math.min(wait, 10_000), signal)
    signal.throwIfAborted()
    // Any status will do: whether the root exists is not for us to judge.
    if ('failure' in seen)
      throw pactFailure(
        'provider',
        `The provider at "${url.origin}" does not answer: ${seen.failure}.`,
        'Start it first and name its address with --provider-url, or let mesh start it with --start.',
      )
    return
  }
  const address = new URL(`${url.pathname.replace(/\/$/, '')}${rooted(ready)}`, url)
  const seen = await waitUntilReady([address], wait, signal)
  if ('url' in seen) return
  const what = 'status' in seen ? `answers ${seen.status}` : `does not answer: ${seen.failure}`
  throw pactFailure(
    'provider',
    `The provider was not ready within ${showDuration(wait)}: "${address.href}" ${what}.`,
    'Start it first, name another path with --ready, or wait longer with --wait.',
  )
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}
