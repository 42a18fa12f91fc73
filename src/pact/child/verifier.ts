/**
 * Runs the engine of @pact-foundation/pact in a process of its own: it writes to standard output natively, keeps the
 * process alive after the end, and may crash. The parent ends us when it has the result.
 */
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {MeshError} from '../../core/errors.js'
import {killGroup} from '../../io/process-group.js'
import {readEngineResult} from '../verify/engine-result.js'
import {messagesPath, openGate, statesPath} from '../verify/gate.js'
import {loadStates} from '../verify/states.js'
import type {VerifierJob, VerifierMessage} from '../verify/verifier-messages.js'

/** What we use of `@pact-foundation/pact-core`, which `@pact-foundation/pact` brings along and verifies with. */
interface Engine {
  readonly name: string
  verifyPacts(options: Readonly<Record<string, unknown>>): Promise<unknown>
}

process.once('message', (job: VerifierJob) => {
  verify(job).catch((error: unknown) => {
    if (!(error instanceof MeshError)) throw error
    tell({type: 'refusal', message: error.message, hint: error.hint ?? ''})
  })
})

// Without a parent nobody would end us: the native threads run on.
process.once('disconnect', () => killGroup(process.pid))

function tell(message: VerifierMessage): void {
  process.send?.(message)
}

async function verify(job: VerifierJob): Promise<void> {
  const engine = loadEngine(job.root)
  const module = await loadStates(job)
  const gate = await openGate(job, module, tell)
  tell({type: 'ready', engine: engine.name})
  const address = `http://127.0.0.1:${gate.port}`
  const needsStates = module.beforeEach || module.afterEach || job.interactions.some(({states}) => states.length > 0)
  const results: string[] = []
  for (const files of job.batches) {
    results.push(
      await resultOf(
        engine.verifyPacts({
          provider: job.provider,
          providerBaseUrl: address,
          pactUrls: files,
          // Without states the two calls per interaction are saved.
          ...(needsStates && {providerStatesSetupUrl: `${address}${statesPath}`}),
          transports: [{port: gate.port, path: messagesPath, protocol: 'message'}],
          // The engine must not give up before the gate does: the gate knows why.
          timeout: job.requestTimeout + 10_000,
          logLevel: 'error',
        }),
      ),
    )
    if (job.bail && hasFailure(results.at(-1) ?? '', job)) break
  }
  tell({type: 'results', results})
}

/** A verification with failures is an error whose message is the result. */
async function resultOf(verification: Promise<unknown>): Promise<string> {
  try {
    return String(await verification)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function hasFailure(result: string, {interactions}: VerifierJob): boolean {
  const {verdicts, complaints} = readEngineResult(result)
  const mayFail = new Set(interactions.filter(interaction => interaction.mayFail).map(({number}) => number))
  return complaints.length > 0 || [...verdicts].some(([number, {passed}]) => !passed && !mayFail.has(number))
}

/** The project's own copy first: it is the one whose consumer side wrote the pacts. */
function loadEngine(root: string): Engine {
  const entry = [() => createRequire(join(root, 'package.json')), () => createRequire(import.meta.url)]
    .map(from => {
      try {
        return from().resolve('@pact-foundation/pact')
      } catch {
        return undefined
      }
    })
    .find(found => found !== undefined)
  if (entry === undefined)
    throw new MeshError(
      'The package "@pact-foundation/pact" is not installed.',
      'Install it in the project: npm install --save-dev @pact-foundation/pact',
    )
  const fromPact = createRequire(entry)
  try {
    const {default: core} = fromPact('@pact-foundation/pact-core')
    const version = JSON.parse(readFileSync(fromPact.resolve('@pact-foundation/pact/package.json'), 'utf8')).version
    return {name: `@pact-foundation/pact ${version}`, verifyPacts: options => core.verifyPacts(options)}
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new MeshError(
      `The engine of "${dirname(entry)}" cannot be loaded: ${why.trim().split('\n')[0]}`,
      'Install the project anew without omitting optional dependencies: the engine is one of them.',
    )
  }
}
