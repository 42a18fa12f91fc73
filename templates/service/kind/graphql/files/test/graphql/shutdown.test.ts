import {once} from 'node:events'
import {expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {processes, until} from '../process.js'
import {allScopes} from '../scopes.js'
import {slowDirectory} from '../slow-directory.js'
import {createMutation} from './ask.js'
import {socketClient} from './socket-client.js'

const {issuerFile, start} = processes()
const directory = slowDirectory(300)

test('SIGTERM: what is under way is answered, told to those who listen, and then they are sent away', async () => {
  const {child, told, url} = start({NODE_ENV: 'development', DIRECTORY_URL: directory.url()})
  const base = await url()
  const issuer = await openDevelopmentIssuer(issuerFile)
  const token = await issuer.mint({subject: 't', scopes: allScopes, roles: [], lifetime: 60})
  const {begin, ends, client} = socketClient(base, {connectionParams: {authorization: `Bearer ${token}`}})
  const created = await begin('subscription { workItemCreated { name } }')

  const input = (name: string) => ({query: createMutation, variables: {input: {name, ownerId: 'm-1'}}})
  const overHttp = fetch(`${base}/graphql`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
    body: JSON.stringify(input('Over HTTP')),
  })
  const overSocket = client.iterate<{createWorkItem: {errors: unknown[]}}>(input('Over a socket'))
  const answer = overSocket.next()
  await until(() => directory.questions() === 2)
  const ended = once(child, 'close')
  child.kill('SIGTERM')

  const {data} = (await (await overHttp).json()) as {data: {createWorkItem: {errors: unknown[]}}}
  expect(data.createWorkItem.errors).toEqual([])
  expect((await answer).value.data.createWorkItem.errors).toEqual([])
  expect(await ended).toEqual([0, null])
  // Sockets and processes tell of their ends in any order.
  await until(() => created.end && ends.length > 0)
  expect(created.told.map(event => event.data.workItemCreated.name).sort()).toEqual(['Over HTTP', 'Over a socket'])
  // No end of the stream: the client comes back, and goes on elsewhere.
  expect([created.end?.kind, ends]).toEqual(['error', [{code: 1001, reason: 'The service stops.'}]])
  expect(told.text).toContain('"Stopped."')
}, 60_000)
