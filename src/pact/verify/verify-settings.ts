import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import type {Config} from '../../config/schema.js'
import {MeshError} from '../../core/errors.js'
import {pactPaths} from '../pacts/pact-paths.js'
import type {ProviderSource} from './provider.js'

/** What was asked for; what is undefined comes from the configuration. */
export interface VerifyRequest {
  /** Paths in a request start from here, those of the configuration from `root`. Both are absolute. */
  readonly workingFolder: string
  readonly root: string
  readonly config: Config['pact']
  /** Pact files and folders that hold them. */
  readonly paths: readonly string[] | undefined
  readonly provider: string | undefined
  readonly providerUrl: string | undefined
  readonly start: string | undefined
  readonly ready: string | undefined
  /** Milliseconds that the provider may take until it is ready. */
  readonly wait: number
  /** A module with state handlers, the URL that states are posted to, or a path of the provider for it. */
  readonly states: string | undefined
  readonly headers: readonly string[]
}

/** How a verification is done, once request and configuration are brought together. */
export interface VerifySettings {
  readonly paths: readonly string[]
  readonly provider: string | undefined
  /** Undefined when nobody says where the provider is: only messages can be verified then. */
  readonly source: ProviderSource | undefined
  readonly states: StatesSource | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Absolute path of a module, a URL, or a path at the provider. */
export type StatesSource = {readonly module: string} | {readonly url: string} | {readonly path: string}

/** The request first, then the configuration. */
export function settleVerification(request: VerifyRequest): VerifySettings {
  const {root, config, paths, workingFolder} = request
  return {
    paths: pactPaths(paths, root, config),
    provider: request.provider ?? config.provider,
    source: sourceOf(request),
    states: request.states
      ? statesFrom(request.states, workingFolder)
      : config.states
        ? statesFrom(config.states, root)
        : undefined,
    headers: parseHeaders(request.headers),
  }
}

function sourceOf({
  workingFolder,
  root,
  config,
  providerUrl,
  start,
  ready,
  wait,
}: VerifyRequest): ProviderSource | undefined {
  if (providerUrl !== undefined) return {url: providerUrl, ready, wait}
  if (start !== undefined) return {start, cwd: workingFolder, ready: ready ?? config.ready, wait}
  return config.start === undefined ? undefined : {start: config.start, cwd: root, ready: ready ?? config.ready, wait}
}

function statesFrom(text: string, from: string): StatesSource {
  if (/^https?:\/\//.test(text)) return {url: text}
  if (text.startsWith('/') && !/\.[cm]?[jt]s$/.test(text)) return {path: text}
  const module = resolve(from, text)
  // Told before anything is started.
  if (!existsSync(module))
    throw new MeshError(
      `The states module "${text}" does not exist.`,
      'Name a module with --states or the key "pact.states" of mesh.yaml, a URL, or a path of the provider such as /_pact/states.',
    )
  return {module}
}

function parseHeaders(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.map(header => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*([^\r\n]*)$/.exec(header) ?? []
      // A header that is refused may hold a secret: it is not repeated.
      if (name === undefined || value === undefined)
        throw new MeshError(
          'A header is not of the form "Name: value".',
          `Write it like --header 'Authorization: Bearer …'.`,
        )
      return [name, value]
    }),
  )
}
