import {spawn} from 'node:child_process'

/** How a program that was started ended. */
export interface Ended {
  /** `missing`: there is no such program. `timed-out`: it was stopped because it took too long. */
  readonly state: 'ended' | 'missing' | 'timed-out'
  /** Its exit code; -1 when it did not end by itself. */
  readonly code: number
  /** The last 64 kB of what it wrote, both streams in the order of arrival. */
  readonly output: string
}

/** Runs a program to its end, without a terminal and without input, so that it cannot ask anything. */
export function runProcess(
  command: string,
  words: readonly string[],
  options: {
    readonly cwd: string
    readonly env?: NodeJS.ProcessEnv
    readonly signal?: AbortSignal
    /** Milliseconds after which it is stopped. */
    readonly timeout: number
  },
): Promise<Ended> {
  const {cwd, env = process.env, signal, timeout} = options
  signal?.throwIfAborted()
  return new Promise((done, fail) => {
    const child = spawn(command, words, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows, npm is a script that only the shell can start; its words must need no quotes.
      shell: process.platform === 'win32' && command === 'npm',
    })
    let output = ''
    let timedOut = false
    const keep = (chunk: string) => {
      output = (output + chunk).slice(-65_536)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const stop = () => child.kill()
    const timer = setTimeout(() => {
      timedOut = true
      stop()
    }, timeout)
    const tidy = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
    signal?.addEventListener('abort', stop, {once: true})
    child.on('error', (error: NodeJS.ErrnoException) => {
      tidy()
      if (error.code === 'ENOENT') done({state: 'missing', code: -1, output: ''})
      else fail(error)
    })
    child.on('close', code => {
      tidy()
      if (signal?.aborted) fail(signal.reason)
      else done({state: timedOut ? 'timed-out' : 'ended', code: code ?? -1, output})
    })
  })
}
