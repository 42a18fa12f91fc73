import {setTimeout as pause} from 'node:timers/promises'
import {stripVTControlCharacters} from 'node:util'
import {showDuration} from '../../core/duration.js'
import {MeshError} from '../../core/errors.js'
import {type Program, spawnGuarded} from '../../io/guarded-process.js'
import {stopGroup} from '../../io/process-group.js'

export interface TestRun {
  /** Exit code of the runner; undefined when a signal ended it. */
  readonly code: number | undefined
  /** The last lines of both outputs; empty when they were shown. */
  readonly tail: readonly string[]
}

export interface TestRunOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Show what the tests write, on standard error, as they write it. */
  readonly show: boolean
  /** Milliseconds that the tests may take. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** Runs tests to their end; nothing of them is left when this returns. */
export async function runTests(program: Program, options: TestRunOptions): Promise<TestRun> {
  const {cwd, env, show, timeout, signal} = options
  signal.throwIfAborted()
  const child = spawnGuarded(program, {cwd, env, output: show ? process.stderr.fd : 'pipe'})
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-32_000)
    })
  const late = new AbortController()
  try {
    const code = await new Promise<number | undefined>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', exitCode => resolve(exitCode ?? undefined))
      signal.addEventListener('abort', () => reject(signal.reason), {once: true})
      pause(timeout, undefined, {signal: late.signal}).then(
        () => reject(new MeshError(...tooLong(timeout))),
        () => {},
      )
    })
    // What was written last is still on its way.
    await pause(20)
    const text = stripVTControlCharacters(output).trimEnd()
    return {code, tail: text === '' ? [] : text.split(/\r?\n/).slice(-40)}
  } finally {
    late.abort()
    if (child.pid !== undefined) await stopGroup(child.pid, 2000)
  }
}

function tooLong(timeout: number): [string, string] {
  return [
    `The consumer tests did not end within ${showDuration(timeout)}.`,
    'Give them longer with --timeout. A command must not watch for changes: it has to end by itself.',
  ]
}
