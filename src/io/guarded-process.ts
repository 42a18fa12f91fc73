import {type ChildProcess, spawn} from 'node:child_process'

/** What to run: a program with its words, or a line for the shell. */
export type Program = {readonly file: string; readonly words: readonly string[]} | {readonly line: string}

/**
 * The process leads a group of its own, so that a Ctrl-C in the terminal does not end it before us and the whole group
 * can be ended. Its first child waits at descriptor 3 for our end, however it comes, and kills the group: even
 * `kill -9` of mesh leaves nothing behind. It holds no output open, so that the end of the process is seen.
 */
const guard = '(read -r _ <&3; kill -KILL -$$) >/dev/null 2>&1 4>&- & exec "$@" 3<&-'

export interface GuardedOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** A file descriptor for both of its outputs, or pipes. */
  readonly output: number | 'pipe'
  /** With a channel for messages, as `fork` has it; for a Node process. */
  readonly channel?: boolean
}

/** Starts a process that does not outlive us. */
export function spawnGuarded(program: Program, {cwd, env, output, channel = false}: GuardedOptions): ChildProcess {
  const last = channel ? (['ipc'] as const) : []
  if (process.platform === 'win32') {
    const [file, words] = 'line' in program ? [program.line, []] : [program.file, [...program.words]]
    return spawn(file, words, {cwd, env, shell: 'line' in program, stdio: ['ignore', output, output, ...last]})
  }
  const words = 'line' in program ? ['sh', '-c', program.line] : [program.file, ...program.words]
  const child = spawn('sh', ['-c', guard, 'sh', ...words], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output, 'pipe', ...last],
  })
  const waiting = child.stdio[3]
  waiting?.on('error', () => {})
  // A socket, though the types of stdio know streams only. It must not keep us running.
  if (waiting && 'unref' in waiting && typeof waiting.unref === 'function') waiting.unref()
  return child
}
