import {MeshError} from '../../core/errors.js'
import type {Progress} from '../../core/progress.js'
import type {Report} from '../../core/report.js'
import {type FoundPacts, findPacts} from '../pacts/find-pacts.js'
import {numberInteractions} from './engine-copy.js'
import type {JudgedInteraction} from './judge.js'
import type {LastFailed} from './last-failed.js'
import {openProvider, type Provider} from './provider.js'
import {runInteractions} from './run-interactions.js'
import {isPartial, keyOfInteraction, type Selection, select} from './selection.js'
import {verifyReport} from './verify-report.js'
import {settleVerification, type VerifyRequest, type VerifySettings} from './verify-settings.js'

export interface VerifyOptions extends VerifyRequest {
  /** Verify interactions whose state has no handler, too. */
  readonly allowMissingStates: boolean
  readonly selection: Omit<Selection, 'keys'>
  /** Only what failed the last time; everything when nothing did. */
  readonly onlyLastFailed: boolean
  readonly lastFailed: LastFailed
  /** Leave out what is behind the first failure. */
  readonly bail: boolean
  /** How many interactions may be under way at a time. */
  readonly jobs: number
  /** Milliseconds for the whole verification, and for one request or state handler. */
  readonly timeout: number
  readonly requestTimeout: number
  /** Where pacts come from and results go; without it they are in the files of the request. */
  readonly source?: PactSource | undefined
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A place that has pacts, and may want to know how they did. */
export interface PactSource {
  find(provider: string | undefined): Promise<FoundPacts>
  /** Gives a sentence about what was told to whom. */
  publish?(provider: string, interactions: readonly JudgedInteraction[]): Promise<string>
}

/** Verifies that a provider does what the pacts of its consumers expect of it. */
export async function verifyPacts(options: VerifyOptions): Promise<Report> {
  const {progress, signal, lastFailed, source: pacts, selection: wanted, bail} = options
  const begin = performance.now()
  const settings = settleVerification(options)
  if (pacts) progress('Asking the Pact Broker …')
  const found = await (pacts?.find(settings.provider) ?? findPacts(settings.paths, settings.provider))
  const known = options.onlyLastFailed ? await lastFailed.read() : new Set<string>()
  const selection = {...wanted, keys: known.size > 0 ? known : undefined}
  const all = numberInteractions(found.pacts)
  const interactions = select(all, selection)
  if (pacts?.publish && (isPartial(selection) || bail))
    throw new MeshError(
      'Only a part would be verified, so its results cannot be published.',
      'Leave out --publish, or --consumer, --description, --state, --last-failed and --bail.',
    )
  const {source} = settings
  if (source === undefined && interactions.some(({interaction}) => interaction.kind === 'http'))
    throw new MeshError(
      'It is not said where the provider is.',
      'Use --provider-url for one that runs, or --start "npm start" to have it started.',
    )
  if (source) progress('start' in source ? 'Starting the provider …' : 'Looking for the provider …')
  const provider = source && (await openProvider(source, signal))
  let passed = false
  try {
    const ran = await runInteractions(interactions, runOptions(found, provider, settings, options))
    passed = ran.interactions.every(({outcome}) => outcome !== 'failed')
    // A provider that crashed is told as such, with its last words.
    const isSilent = ran.interactions.some(({mismatches}) => mismatches.some(({rule}) => rule === 'pact/no-response'))
    if (isSilent) await provider?.process?.awaitEnd(500)
    await remember(ran.interactions, lastFailed, known)
    const durationMs = Math.round(performance.now() - begin)
    const published = await pacts?.publish?.(found.provider, ran.interactions)
    const left = {
      notReached: interactions.length - ran.interactions.length,
      notChosen: all.length - interactions.length,
    }
    return verifyReport({...ran, ...left, providerName: found.provider, provider, found, published, durationMs})
  } finally {
    progress('Stopping the provider …')
    await provider?.process?.stop()
    // Its log is of use when something failed.
    if (passed) provider?.process?.forget()
  }
}

function runOptions(
  found: FoundPacts,
  provider: Provider | undefined,
  settings: VerifySettings,
  options: VerifyOptions,
) {
  const {root, allowMissingStates, requestTimeout, timeout, signal, progress, bail, jobs} = options
  return {
    root,
    provider: found.provider,
    providerUrl: provider?.url,
    states: statesAt(settings.states, provider?.url),
    allowMissingStates,
    headers: settings.headers,
    requestTimeout,
    bail,
    jobs,
    timeout,
    progress,
    signal,
  }
}

/** What failed and was not run again stays known. */
async function remember(
  interactions: readonly JudgedInteraction[],
  lastFailed: LastFailed,
  known: ReadonlySet<string>,
): Promise<void> {
  const keys = new Set(known)
  for (const each of interactions) {
    if (each.outcome === 'failed') keys.add(keyOfInteraction(each))
    else keys.delete(keyOfInteraction(each))
  }
  await lastFailed.write([...keys])
}

function statesAt(states: VerifySettings['states'], providerUrl: string | undefined) {
  if (states === undefined || !('path' in states)) return states
  return {url: `${providerUrl ?? ''}${states.path}`}
}
