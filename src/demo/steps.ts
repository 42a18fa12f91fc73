import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {Interrupted} from '../core/errors.js'

/** One command of the tour, as it was run. */
export interface Step {
  /** What it shows, in one sentence. */
  readonly title: string
  /** What a user would type, with paths relative to the folder of the tour. */
  readonly command: string
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string
  readonly exitCode: number
  readonly seconds: number
}

/** `bin/run.js`: a chunk of the bundle lies two folders below the root, a source file three. */
const mesh = fileURLToPath(new URL(import.meta.url.includes('/dist/') ? '../../bin/run.js' : '../../bin/run.js', import.meta.url))

/** Runs mesh itself as a user would, in a process of its own. */
export function runStep(title: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<Step> {
  const started = performance.now()
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [mesh, ...args], {
      cwd,
      env: {...process.env, NO_COLOR: '1', FORCE_COLOR: ''},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // SIGINT lets the command clean up after itself: a provider that it started is stopped, half a folder is removed.
    const stop = () => child.kill('SIGINT')
    signal.addEventListener('abort', stop, {once: true})
    child.on('error', fail)
    child.on('close', code => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) return fail(new Interrupted('The tour was interrupted.'))
      const command = ['mesh', ...args.map(shellWord)].join(' ')
      done({title, command, output: output.trimEnd(), exitCode: code ?? 1, seconds: (performance.now() - started) / 1000})
    })
  })
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`
}
