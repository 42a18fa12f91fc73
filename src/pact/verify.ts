import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {MeshError} from '../core/errors.js'
import type {Progress} from '../core/progress.js'
import type {Report} from '../core/report.js'
import {runEngine} from './engine.js'
import {engineCopy, expectsRedirect, type NumberedInteraction, numberInteractions} from './engine-copy.js'
import {readEngineResult} from './engine-result.js'
import {type FoundPacts, findPacts} from './find-pacts.js'
import {judge} from './judge.js'
import {openProvider, type Provider} from './provider.js'
import type {VerifierJob} from './verifier-messages.js'
import {verifyReport} from './verify-report.js'
import {settleVerification, type VerifyRequest, type VerifySettings} from './verify-settings.js'

export interface VerifyOptions extends VerifyRequest {
  /** Verify interactions whose state has no handler, too. */
  readonly allowMissingStates: boolean
  /** Milliseconds for the whole verification, and for one request or state handler. */
  readonly timeout: number
  readonly requestTimeout: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Verifies that a provider does what the pacts of its consumers expect of it. */
export async function verifyPacts(options: VerifyOptions): Promise<Report> {
  const {progress, signal} = options
  const begin = performance.now()
  const settings = settleVerification(options)
  const found = await findPacts(settings.paths, settings.provider)
  const interactions = numberInteractions(found.pacts)
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
    const judged = await runInteractions(interactions, found, provider, settings, options)
    passed = judged.interactions.every(({outcome}) => outcome !== 'failed')
    // A provider that crashed is told as such, with its last words.
    const isSilent = judged.interactions.some(({mismatches}) =>
      mismatches.some(({rule}) => rule === 'pact/no-response'),
    )
    if (isSilent) await provider?.process?.awaitEnd(500)
    const durationMs = Math.round(performance.now() - begin)
    return verifyReport({...judged, providerName: found.provider, provider, found, durationMs})
  } finally {
    progress('Stopping the provider …')
    await provider?.process?.stop()
    // Its log is of use when something failed.
    if (passed) provider?.process?.forget()
  }
}

async function runInteractions(
  interactions: readonly NumberedInteraction[],
  found: FoundPacts,
  provider: Provider | undefined,
  settings: VerifySettings,
  {root, allowMissingStates, requestTimeout, timeout, signal, progress}: VerifyOptions,
) {
  const folder = await mkdtemp(join(tmpdir(), 'mesh-pact-'))
  try {
    const pacts = await Promise.all(
      found.pacts.map(async (pact, index) => {
        const file = join(folder, `${index + 1}.json`)
        await writeFile(file, engineCopy(pact, interactions))
        return file
      }),
    )
    const job: VerifierJob = {
      root,
      provider: found.provider,
      providerUrl: provider?.url,
      pacts,
      interactions: interactions.map(({number, interaction}) => ({
        number,
        description: interaction.description,
        states: interaction.states,
        isRedirect: expectsRedirect(interaction),
      })),
      states: statesAt(settings.states, provider?.url),
      allowMissingStates,
      headers: settings.headers,
      requestTimeout,
    }
    progress('Loading the engine …')
    const began = (number: number) => progress(`Verifying interaction ${number} of ${interactions.length} …`)
    const run = await runEngine(job, {timeout, signal, began})
    const result = readEngineResult(run.result)
    if (result.complaints.length > 0)
      throw new MeshError(
        `The engine could not verify: ${result.complaints.join(' ')}`,
        'Write the pact anew by running the consumer tests; if that does not help, the pact is worth a report to us.',
      )
    return {interactions: interactions.map(entry => judge(entry, run, result)), engine: run.engine}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

function statesAt(states: VerifySettings['states'], providerUrl: string | undefined): VerifierJob['states'] {
  if (states === undefined || !('path' in states)) return states
  return {url: `${providerUrl ?? ''}${states.path}`}
}
