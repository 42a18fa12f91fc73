import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../src/platform/auth/development-issuer.js'

// The service as it is really started and stopped, by npm.

const folder = mkdtempSync(join(tmpdir(), 'process-'))
const issuerFile = join(folder, 'issuer.json')
const started: ChildProcess[] = []
let directory: Server
let questions = 0
beforeAll(async () => {
  directory = createServer((_request, response) => {
    questions += 1
    setTimeout(() => response.end('{"data": {"id": "m-1"}, "meta": {}}'), 300)
  })
  await new Promise<void>(resolve => directory.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  for (const child of started.splice(0)) if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
})
afterAll(() => {
  directory.close()
  rmSync(folder, {recursive: true})
})

function start(environment: Readonly<Record<string, string>>) {
  // A group of its own, so that nothing is left over whatever happens.
  const child = spawn('npm', ['start'], {
    detached: true,
    env: {...process.env, PORT: '0', METRICS_PORT: '0', HOST: '127.0.0.1', DEV_ISSUER_FILE: issuerFile, ...environment},
  })
  started.push(child)
  const told = {text: ''}
  const collect = (data: Buffer) => {
    told.text += data.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return {child, told}
}

async function until<T>(what: () => T | undefined | null | false): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 20) {
    const found = what()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('It did not happen in time.')
}

test('SIGTERM ends it in order: the request under way is answered, and nothing is left', async () => {
  // A server that listens on a TCP port has an address object.
  const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`
  const {child, told} = start({NODE_ENV: 'development', DIRECTORY_URL: directoryUrl})
  const url = await until(() => /Server listening at (http:[^"]+)"/.exec(told.text)?.[1])
  const issuer = await openDevelopmentIssuer(issuerFile)
  const token = await issuer.mint({subject: 't', scopes: ['work-items:write'], roles: [], lifetime: 60})
  const answer = fetch(`${url}/api/v1/work-items`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
    body: JSON.stringify({name: 'In flight', ownerId: 'm-1'}),
  })
  await until(() => questions > 0)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const response = await answer
  expect([response.status, response.headers.get('connection')]).toEqual([201, 'close'])
  expect(await ended).toEqual([0, null])
  expect(told.text).toContain('"Stopped."')
  await expect(fetch(`${url}/health`)).rejects.toThrow()
}, 60_000)

test('a service that can not start says why, without a stack, and ends', async () => {
  const {child, told} = start({NODE_ENV: 'production', LOG_LEVEL: 'loud', JWKS_URL: ''})
  expect((await once(child, 'exit'))[0]).not.toBe(0)
  expect(told.text).toContain('LOG_LEVEL is "loud"')
  expect(told.text).toContain('JWKS_URL is not set')
  expect(told.text).not.toMatch(/^\s+at /m)
}, 60_000)
