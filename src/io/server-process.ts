import type {ChildProcess} from 'node:child_process'
import {closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {stripVTControlCharacters} from 'node:util'
import {showDuration} from '../core/duration.js'
import {MeshError} from '../core/errors.js'
import {freePort} from './free-port.js'
import {spawnGuarded} from './guarded-process.js'
import {stopGroup} from './process-group.js'
import {type Sighting, waitUntilReady} from './readiness.js'

/** A server to start, and how to tell that it has started. */
export interface ServerCommand {
  /** A line for the shell, such as `npm start`; it finds its port in PORT and binaries of node_modules in PATH. */
  readonly command: string
  readonly cwd: string
  /** Further variables of its environment. */
  readonly env?: Readonly<Record<string, string>>
  /** The path that answers 2xx once the server can be used. */
  readonly ready: string
  /** Milliseconds until it has to be ready. */
  readonly wait: number
}

/** A server that was started and is ready. */
export interface ServerProcess {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  readonly readyAfterMs: number
  /** The file that has what the server wrote to standard output and standard error. */
  readonly log: string
  /** How it ended, when it has: `exited with code 1`. */
  ended(): string | undefined
  /** Waits until it has ended, but no longer than so many milliseconds: a connection ends before its process. */
  awaitEnd(atMost: number): Promise<void>
  /** The last lines that it wrote. */
  tail(lines?: number): string[]
  /** Ends it with all its children; gives it 5 seconds to shut down by itself. */
  stop(): Promise<void>
  /** Removes the log. */
  forget(): void
}

/** Starts a server on a free port and waits until it is ready. What was started is stopped when that fails. */
export async function startServer(server: ServerCommand, signal: AbortSignal): Promise<ServerProcess> {
  signal.throwIfAborted()
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'mesh-server-'))
  const log = join(folder, 'server.log')
  const begin = performance.now()
  const child = launch(server, port, log)
  let ended: string | undefined
  child.on('error', error => {
    ended ??= `could not be started (${error.message})`
  })
  child.on('exit', (code, name) => {
    ended ??= name === null ? `exited with code ${code}` : `was ended by ${name}`
  })
  const closed = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const awaitEnd = (atMost: number) => Promise.race([closed, pause(atMost, undefined, {ref: false})])
  const tail = (lines = 20) => lastLines(log, lines)
  const stop = async () => {
    if (child.pid === undefined) return
    await stopGroup(child.pid, 5000)
    // Its end is known to the system before it is known to us.
    await awaitEnd(2000)
  }
  const forget = () => rmSync(folder, {recursive: true, force: true})
  try {
    const urls = ['127.0.0.1', '[::1]'].map(host => new URL(server.ready, `http://${host}:${port}`))
    const seen = await waitUntilReady(urls, server.wait, signal, () => ended !== undefined)
    if ('url' in seen) {
      const readyAfterMs = Math.round(performance.now() - begin)
      return {url: seen.url.origin, port, readyAfterMs, log, ended: () => ended, awaitEnd, tail, stop, forget}
    }
    throw notReady(server, port, ended, seen, log, tail())
  } catch (error) {
    await stop()
    if (!(error instanceof MeshError)) forget()
    throw error
  }
}

function launch({command, cwd, env}: ServerCommand, port: number, log: string): ChildProcess {
  const path = `${join(cwd, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const output = openSync(log, 'a')
  try {
    const variables = {...process.env, ...env, PATH: path, PORT: String(port)}
    return spawnGuarded({line: command}, {cwd, env: variables, output})
  } finally {
    closeSync(output)
  }
}

function notReady(
  {command, ready, wait}: ServerCommand,
  port: number,
  ended: string | undefined,
  seen: Sighting,
  log: string,
  tail: readonly string[],
): MeshError {
  const lines = tail.map(line => `\n  | ${line}`).join('')
  const whole = lines ? `${lines}\n  Its whole log is in "${log}".` : ' It wrote nothing.'
  if (ended !== undefined)
    return new MeshError(`"${command}" ${ended} before it was ready.${whole}`, whyItEnded(tail.join('\n'), ended))
  const within = `"${command}" was not ready within ${showDuration(wait)}`
  if ('status' in seen)
    return new MeshError(
      `${within}: "${ready}" answers ${seen.status} on port ${port}.${whole}`,
      seen.status === 404
        ? 'Name the path that answers 2xx with --ready.'
        : 'See its log for what it is waiting for, or give it longer with --wait.',
    )
  return new MeshError(
    `${within}: on port ${port} ${seen.failure}.${whole}`,
    'It must listen on the port that it finds in the environment variable PORT. If it only needs longer, use --wait.',
  )
}

function whyItEnded(log: string, ended: string): string {
  const taken =
    /EADDRINUSE[^\n]*?:(\d+)/.exec(log)?.[1] ?? (/EADDRINUSE|address already in use/i.test(log) ? '' : undefined)
  if (taken !== undefined)
    return `Port ${taken ? `${taken} ` : ''}is in use. The command must listen on the port in the environment variable PORT, and its other ports must be free.`
  if (ended.endsWith('127'))
    return 'The shell does not know the command. Is it installed, and is the line spelled right?'
  return 'Run the command by itself with PORT set, and mend what its log tells.'
}

function lastLines(file: string, count: number): string[] {
  const descriptor = openSync(file, 'r')
  try {
    const {size} = fstatSync(descriptor)
    const bytes = Buffer.alloc(Math.min(size, 64_000))
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length)
    const text = stripVTControlCharacters(bytes.toString('utf8')).trimEnd()
    return text === '' ? [] : text.split(/\r?\n/).slice(-count)
  } finally {
    closeSync(descriptor)
  }
}
