import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'

/** How a program ended whose output was read line by line. */
export interface LinesEnded {
  /** Its exit code; -1 when there is no such program or it did not end by itself. */
  readonly code: number
  /** The end of what it wrote to standard error. */
  readonly complaint: string
}

/** Runs a program without input and hands over each line of its output; there may be any number of them. */
export function runForLines(
  command: string,
  words: readonly string[],
  options: {readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal},
  onLine: (line: string) => void,
): Promise<LinesEnded> {
  const {cwd, env, signal} = options
  signal.throwIfAborted()
  return new Promise((done, fail) => {
    const child = spawn(command, words, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', chunk => {
      complaint = (complaint + chunk).slice(-4096)
    })
    createInterface({input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY}).on('line', onLine)
    const stop = () => child.kill()
    signal.addEventListener('abort', stop, {once: true})
    child.on('error', error => {
      signal.removeEventListener('abort', stop)
      done({code: -1, complaint: error.message})
    })
    child.on('close', code => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) fail(signal.reason)
      else done({code: code ?? -1, complaint})
    })
  })
}
