import {once} from 'node:events'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {processes, until} from '../process.js'

const {issuerFile, start} = processes()
let directory: Server
let questions = 0
beforeAll(async () => {
  directory = createServer((_request, response) => {
    questions += 1
    setTimeout(() => response.end('{"data": {"id": "m-1"}, "meta": {}}'), 300)
  })
  await new Promise<void>(resolve => directory.listen(0, '127.0.0.1', resolve))
})
afterAll(() => directory.close())

test('SIGTERM ends it in order: the request under way is answered, and nothing is left', async () => {
  // A server that listens on a TCP port has an address object.
  const directoryUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}`
  const {child, told, url} = start({NODE_ENV: 'development', DIRECTORY_URL: directoryUrl})
  const base = await url()
  const issuer = await openDevelopmentIssuer(issuerFile)
  const token = await issuer.mint({subject: 't', scopes: ['work-items:write'], roles: [], lifetime: 60})
  const answer = fetch(`${base}/api/v1/work-items`, {
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
}, 60_000)
