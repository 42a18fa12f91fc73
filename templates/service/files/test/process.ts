import {type ChildProcess, spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll} from 'vitest'
import {freePorts} from './free-ports.js'
import * as needed from './process-needs.js'
import * as featureSettings from './process-settings.js'

// The service as it is really started and stopped, by npm.

/** A server that the service talks to. */
interface Need {
  /** What is not there on this machine. */
  readonly missing?: string | undefined
  prepare(): Promise<{readonly environment?: Readonly<Record<string, string>>; close(): Promise<void>}>
}

const needs: readonly Need[] = Object.values<Need>(needed)

/** Why a process can not be ready here; empty when it can. */
export const missing: readonly string[] = needs.flatMap(need => need.missing ?? [])

/** Starts services for the tests of one file, and ends what is left of them. */
export function processes() {
  const folder = mkdtempSync(join(tmpdir(), 'process-'))
  const issuerFile = join(folder, 'issuer.json')
  const started: ChildProcess[] = []
  const servers: Awaited<ReturnType<Need['prepare']>>[] = []
  beforeAll(async () => {
    for (const need of needs) if (need.missing === undefined) servers.push(await need.prepare())
  }, 30_000)
  afterEach(() => {
    for (const child of started.splice(0))
      if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
  })
  afterAll(async () => {
    rmSync(folder, {recursive: true})
    for (const server of servers) await server.close()
  }, 30_000)

  const start = (environment: Readonly<Record<string, string>>) => {
    const addresses = Object.assign({}, ...servers.map(server => server.environment))
    const own = {...featureSettings, ...addresses, ...freePorts, HOST: '127.0.0.1', DEV_ISSUER_FILE: issuerFile}
    // A group of its own, so that nothing is left over whatever happens.
    const child = spawn('npm', ['start'], {detached: true, env: {...process.env, ...own, ...environment}})
    started.push(child)
    const told = {text: ''}
    const collect = (data: Buffer) => {
      told.text += data.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    // It has told all at "close", which may come after "exit".
    return {child, told, url: () => until(() => /Server listening at (http:[^"]+)"/.exec(told.text)?.[1])}
  }
  return {issuerFile, start}
}

/** Waits for what is to happen, and gives it. */
export async function until<T>(what: () => T | undefined | null | false): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 20) {
    const found = what()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('It did not happen in time.')
}
