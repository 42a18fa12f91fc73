import {resolve} from 'node:path'
import type {JsonText} from '../../contracts/json/document.js'
import type {JsonDocument} from '../../contracts/json/node.js'
import type {Documents} from '../../contracts/json/references.js'
import type {Finding, Severity} from '../../core/finding.js'
import type {AnyLintRule, RuleSettings} from '../../core/lint.js'
import type {Progress} from '../../core/progress.js'
import type {Suppressed} from '../../core/report.js'
import type {Source} from '../../core/source.js'
import type {PactFile} from '../pacts/pact-file.js'

/** How contracts are read. */
export interface Reading {
  /** The folder that references to files do not leave. */
  readonly root: string
  readonly cwd: string
  readonly exemptPaths: readonly string[]
  readonly loader: Loader
}

/** What `mesh pact check` is asked for. */
export interface CheckRequest extends Reading {
  readonly pacts: readonly PactFile[]
  /** JSON files among them that are no pacts. */
  readonly strangers: readonly string[]
  /** Only pacts for this provider; all when undefined. */
  readonly provider: string | undefined
  readonly contracts: readonly ProviderContract[]
  /** The contracts as they were: only what has become wrong since then is told. */
  readonly base: readonly ProviderContract[]
  readonly settings: Settings
  /** Tell what of the contracts no consumer uses. */
  readonly coverage: boolean
  /** Percent of the operations that consumers have to use. */
  readonly minCoverage: number | undefined
  /** Leaves out what nobody wants to be told: what a baseline knows, or what has nothing to do with a change. */
  readonly narrow: (findings: readonly Finding[], sources: readonly Source[]) => Promise<Narrowed>
  readonly failOn: Severity | 'never'
  readonly maxWarnings: number | undefined
  readonly progress: Progress
}

/** The findings that are told, and what is to be said about the others. */
export interface Narrowed {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  /** For the summary, and what to do next. */
  readonly notes: readonly string[]
  readonly next: readonly string[]
  /** For the JSON output. */
  readonly data: Readonly<Record<string, unknown>>
}

/** A contract file and the provider that it describes; one without a name describes whatever provider there is. */
export interface ProviderContract {
  readonly provider: string | undefined
  readonly path: string
}

/** Reads files, each once, and what they refer to. */
export interface Loader {
  /** A file by its absolute path. What cannot be read is a MeshError. */
  load(path: string): Promise<JsonText & {readonly source: Source}>
  loadSource(path: string): Promise<Source>
  referredFrom(document: JsonDocument, root: string): Promise<{readonly documents: Documents}>
}

/** What the configuration says about rules, by the path of a contract. */
export interface Settings {
  of(rules: readonly AnyLintRule[], path: string): RuleSettings
}

/** `orders=contracts/orders.yaml`, or a path alone, as a flag has it. A Windows path is not taken for a name. */
export function providerContract(text: string): ProviderContract {
  const [, provider, path = text] = /^([^=/\\]+)=(.+)$/s.exec(text) ?? []
  return {provider, path}
}

/** The contracts that mesh.yaml names, whose paths start from its folder. */
export function contractsOf(
  named: Readonly<Record<string, string | readonly string[]>>,
  root: string,
): readonly ProviderContract[] {
  return Object.entries(named).flatMap(([provider, paths]) =>
    [paths].flat().map(path => ({provider, path: resolve(root, path)})),
  )
}

/** The contracts of a provider, and those that say nothing about whose they are. */
export function contractsFor(provider: string, contracts: readonly ProviderContract[]): readonly ProviderContract[] {
  return contracts.filter(each => each.provider === undefined || each.provider === provider)
}
