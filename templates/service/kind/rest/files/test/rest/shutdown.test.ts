import {once} from 'node:events'
import {expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {processes, until} from '../process.js'
import {slowDirectory} from '../slow-directory.js'

const {issuerFile, start} = processes()
const directory = slowDirectory(300)

test('SIGTERM ends it in order: the request under way is answered, and nothing is left', async () => {
  const {child, told, url} = start({NODE_ENV: 'development', DIRECTORY_URL: directory.url()})
  const base = await url()
  const issuer = await openDevelopmentIssuer(issuerFile)
  const token = await issuer.mint({subject: 't', scopes: ['work-items:write'], roles: [], lifetime: 60})
  const answer = fetch(`${base}/api/v1/work-items`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
    body: JSON.stringify({name: 'In flight', ownerId: 'm-1'}),
  })
  await until(() => directory.questions() > 0)
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  const response = await answer
  expect([response.status, response.headers.get('connection')]).toEqual([201, 'close'])
  expect(await ended).toEqual([0, null])
  expect(told.text).toContain('"Stopped."')
}, 60_000)
