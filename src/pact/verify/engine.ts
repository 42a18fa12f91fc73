import type {ChildProcess} from 'node:child_process'
import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import {builtFile} from '../../io/built-file.js'
import {spawnGuarded} from '../../io/guarded-process.js'
import {killGroup} from '../../io/process-group.js'
import {withoutTelemetry} from '../environment.js'
import type {Exchange, Trouble, VerifierJob, VerifierMessage} from './verifier-messages.js'

/** What the engine and the gate before it have told about a run. */
export interface EngineRun {
  /** The package and version that verified. */
  readonly engine: string
  /** The JSON that the engine gives as the result of each batch; fewer than there were when it stopped at a failure. */
  readonly results: readonly string[]
  /** By the number of the interaction. */
  readonly exchanges: ReadonlyMap<number, Exchange>
  readonly troubles: ReadonlyMap<number, readonly Trouble[]>
}

export interface EngineOptions {
  /** Milliseconds for the whole run. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Called with the number of each interaction as it begins. */
  readonly began: (number: number) => void
}

/** Runs the engine in a child process, which does not outlive this call. */
export async function runEngine(job: VerifierJob, {timeout, signal, began}: EngineOptions): Promise<EngineRun> {
  signal.throwIfAborted()
  // Ctrl-C in the terminal is ours to handle, and what a state handler starts is ended with the child.
  const child = spawnGuarded(
    {file: process.execPath, words: ['--enable-source-maps', builtFile('pact/child/verifier.js')]},
    {cwd: job.root, env: engineEnvironment(), output: 'pipe', channel: true},
  )
  const output = keepTail(child)
  const exchanges = new Map<number, Exchange>()
  const troubles = new Map<number, Trouble[]>()
  let engine = ''
  let last: number | undefined
  try {
    const results = await new Promise<readonly string[]>((resolve, reject) => {
      child.on('message', (message: VerifierMessage) => {
        if (message.type === 'ready') engine = message.engine
        if (message.type === 'began') {
          last = message.number
          began(last)
        }
        if (message.type === 'exchange') exchanges.set(message.number, message.exchange)
        if (message.type === 'trouble')
          troubles.set(message.number, [...(troubles.get(message.number) ?? []), message.trouble])
        if (message.type === 'results') resolve(message.results)
        if (message.type === 'refusal') reject(new MeshError(message.message, message.hint))
      })
      child.on('error', reject)
      // Not "close": what a state handler has started may hold the outputs open.
      child.on('exit', async (code, name) => {
        // Its last message and its last words are still on their way.
        await pause(100)
        reject(new MeshError(...lost(code, name, output())))
      })
      signal.addEventListener('abort', () => reject(signal.reason), {once: true})
      setTimeout(() => reject(new MeshError(...late(timeout, last, job))), timeout).unref()
      child.send(job)
    })
    return {engine, results, exchanges, troubles}
  } finally {
    // The native threads would keep it running for up to a minute.
    if (child.pid !== undefined) killGroup(child.pid)
  }
}

/** No broker and no filter by the environment: what is verified is what the command line says. */
function engineEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^PACT_(BROKER_|DESCRIPTION$|PROVIDER_STATE$|PROVIDER_NO_STATE$)/.test(name),
  )
  return withoutTelemetry(Object.fromEntries(own))
}

/** The last that the child wrote to either output, for the case that it is lost. */
function keepTail(child: ChildProcess): () => string {
  let tail = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000)
    })
  return () => tail.trim()
}

function lost(code: number | null, name: string | null, output: string): [string, string] {
  const how = name === null ? `exited with code ${code}` : `was ended by ${name}`
  const lines = output.split('\n').slice(-15)
  const shown = output === '' ? '' : `\n${lines.map(line => `  | ${line}`).join('\n')}`
  return [
    `The process that verifies ${how} before it was done.${shown}`,
    'If the states module ended it or threw outside of a handler, mend the module.',
  ]
}

function late(timeout: number, last: number | undefined, job: VerifierJob): [string, string] {
  const interaction = job.interactions.find(({number}) => number === last)
  const where = interaction
    ? ` It was at interaction ${last} of ${job.interactions.length}, "${interaction.description}".`
    : ''
  return [
    `The verification did not end within ${showDuration(timeout)}.${where}`,
    'See why the provider takes so long, or give it more time with --timeout.',
  ]
}
