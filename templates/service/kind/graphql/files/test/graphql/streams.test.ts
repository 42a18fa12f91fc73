import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {WebSocket} from 'ws'
import {until} from '../process.js'
import {readScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {ask, create, createMutation} from './ask.js'
import {type SocketClient, socketClient} from './socket-client.js'

let service: TestService
const clients: SocketClient[] = []
beforeAll(async () => {
  service = await startService({environment: {CORS_ORIGINS: 'https://app.example.com', GRAPHQL_SOCKETS: '5'}})
})
afterEach(async () => {
  for (const {client} of clients.splice(0)) await client.dispose()
})
afterAll(() => service.close())

async function connect(scopes: readonly string[], subject?: string): Promise<SocketClient> {
  const authorization = `Bearer ${await service.token(scopes, subject)}`
  const client = socketClient(service.url, {connectionParams: {authorization}})
  clients.push(client)
  return client
}

/** A bare socket, for what a client would never do. */
function bare(headers: Readonly<Record<string, string>> = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(`${service.url.replace(/^http/, 'ws')}/graphql`, protocol, {headers})
  const heard: Record<string, unknown>[] = []
  socket.on('message', data => heard.push(JSON.parse(String(data))))
  const closed = new Promise<{code: number; reason: string}>(resolve =>
    socket.once('close', (code, reason) => resolve({code, reason: String(reason)})),
  )
  const refused = new Promise<number | undefined>(resolve => {
    socket.once('unexpected-response', (_request, {statusCode}) => resolve(statusCode))
    socket.once('error', () => resolve(undefined))
  })
  return {socket, heard, closed, refused}
}

const named = 'name version'

describe('events', () => {
  test('are told as they happen, to those who asked for them', async () => {
    const {begin} = await connect([readScope])
    const created = await begin(`subscription { workItemCreated { id ${named} } }`)
    const {workItem} = await create(service, {name: 'Told'})
    const updated = await begin({
      query: `subscription($id: ID) { workItemUpdated(id: $id) { ${named} } }`,
      variables: {id: workItem.id},
    })
    const others = await begin({
      query: 'subscription($id: ID) { workItemUpdated(id: $id) { id } }',
      variables: {id: 'another'},
    })
    const deleted = await begin(`subscription { workItemDeleted { ${named} } }`)
    await ask(service, {
      query: 'mutation($id: ID!) { updateWorkItem(input: {id: $id, version: 1, name: "New"}) { errors { code } } }',
      variables: {id: workItem.id},
    })
    await ask(service, {
      query: 'mutation($id: ID!) { deleteWorkItem(input: {id: $id}) { errors { code } } }',
      variables: {id: workItem.id},
    })
    await until(() => deleted.told.length > 0)
    expect(created.told.map(({data}) => data.workItemCreated)).toEqual([{id: workItem.id, name: 'Told', version: 1}])
    expect(updated.told.map(({data}) => data.workItemUpdated)).toEqual([{name: 'New', version: 2}])
    expect(deleted.told.map(({data}) => data.workItemDeleted)).toEqual([{name: 'New', version: 2}])
    expect(others.told).toEqual([])
  })

  test('are read anew for each, whatever the last one was told with', async () => {
    const {begin} = await connect([readScope])
    const stream = await begin('subscription { workItemCreated { owner { workItems(first: 1) { totalCount } } } }')
    const {data} = await ask(service, '{ workItems(filter: {ownerId: "m-1"}) { totalCount } }')
    for (let number = 0; number < 2; number += 1) await create(service, {name: 'Counted', ownerId: 'm-1'})
    await until(() => stream.told.length === 2)
    const before = data.workItems.totalCount
    const counts = stream.told.map(told => told.data.workItemCreated.owner.workItems.totalCount)
    expect(counts[1]).toBe(before + 2)
  })

  test('are not kept for those who left', async () => {
    const {begin} = await connect([readScope])
    const stream = await begin('subscription { workItemCreated { id } }')
    const gauge = async () => /graphql_subscriptions (\d+)/.exec(await service.metrics.registry.metrics())?.[1]
    expect(await gauge()).toBe('1')
    stream.leave()
    await begin('{ __typename }')
    expect(await gauge()).toBe('0')
    await create(service, {name: 'Unheard'})
    expect(stream.told).toEqual([])
  })
})

test('queries and mutations work over a socket, too', async () => {
  const {begin} = await connect(['work-items:read', 'work-items:write'])
  const made = await begin({query: createMutation, variables: {input: {name: 'By socket'}}})
  await until(() => made.end)
  expect([made.end, made.told[0]?.data.createWorkItem.workItem.name]).toEqual([{kind: 'complete'}, 'By socket'])
})

describe('a socket is no way around', () => {
  test('proofs', async () => {
    const none = bare()
    none.socket.once('open', () => none.socket.send('{"type": "connection_init"}'))
    expect(await none.closed).toEqual({code: 4401, reason: 'AUTHENTICATION_REQUIRED'})
    const wrong = bare()
    wrong.socket.once('open', () =>
      wrong.socket.send('{"type": "connection_init", "payload": {"authorization": "Bearer x.y.z"}}'),
    )
    expect(await wrong.closed).toEqual({code: 4401, reason: 'TOKEN_INVALID'})
    const early = bare()
    early.socket.once('open', () =>
      early.socket.send('{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}'),
    )
    expect((await early.closed).code).toBe(4401)
  })

  test('permissions, and what it asks for can be mended', async () => {
    const {begin} = await connect([])
    const stream = await begin('subscription { workItemCreated { id } }')
    await until(() => stream.end)
    expect(stream.told[0]?.errors[0]?.extensions['code']).toBe('PERMISSION_DENIED')
    expect((await begin('{ __typename }')).told[0]?.data).toEqual({__typename: 'Query'})
  })

  test('limits', async () => {
    const {begin} = await connect([readScope])
    const codeOf = async (query: string) => {
      const stream = await begin(query)
      await until(() => stream.end)
      const {kind, error} = stream.end ?? {}
      const errors = kind === 'error' ? (error as {extensions: {code: string}}[]) : stream.told[0]?.errors
      return errors?.[0]?.extensions['code']
    }
    const deep = 'owner { workItems { edges { node { owner { workItems { edges { node { owner { id } } } } } } } } }'
    expect(await codeOf(`subscription { workItemCreated { ${deep} } }`)).toBe('QUERY_TOO_DEEP')
    expect(await codeOf('subscription { workItemCreated { nope } }')).toBe('MALFORMED_REQUEST')
    expect(await codeOf('subscription { workItemUpdated(id: "") { id } }')).toBe('VALIDATION_FAILED')
    expect(await codeOf('subscription {')).toBe('MALFORMED_REQUEST')
    expect(await codeOf('{ workItem(id: "1") { owner { '.concat(deep, ' } } }'))).toBe('QUERY_TOO_DEEP')
  })

  test('the rate limit', async () => {
    const limited = await startService({environment: {RATE_LIMIT_GRAPHQL: '2/60'}})
    const authorization = `Bearer ${await limited.token([readScope])}`
    const client = socketClient(limited.url, {connectionParams: {authorization}})
    const first = await client.begin('subscription { workItemCreated { id } }')
    expect(first.end).toBeUndefined()
    const third = await client.begin('{ __typename }')
    await until(() => third.end)
    expect(third.end).toMatchObject({kind: 'error', error: [{extensions: {code: 'RATE_LIMIT_EXCEEDED'}}]})
    await client.client.dispose()
    await limited.close()
  })

  test('the origins of pages', async () => {
    expect(await bare({origin: 'https://evil.example.com'}).refused).toBe(403)
    const allowed = bare({origin: 'https://app.example.com'})
    await new Promise(resolve => allowed.socket.once('open', resolve))
    allowed.socket.close()
    await allowed.closed
  })

  test('the end of a token', async () => {
    const {ends} = await (async () => {
      const authorization = `Bearer ${await service.token([readScope], 'brief', 1)}`
      const client = socketClient(service.url, {connectionParams: {authorization}})
      clients.push(client)
      return client
    })()
    await until(() => ends.length > 0)
    expect(ends[0]).toEqual({code: 4403, reason: 'TOKEN_EXPIRED'})
  })
})

test('there are only so many, and only of this protocol', async () => {
  const open = Array.from({length: 5}, () => bare())
  await Promise.all(open.map(({socket}) => new Promise(resolve => socket.once('open', resolve))))
  expect(await bare().refused).toBe(503)
  for (const {socket} of open) socket.close()
  await Promise.all(open.map(({closed}) => closed))
  expect(await bare({}, 'graphql-ws').refused).toBe(400)
})

test('what is no message ends the connection and nothing else', async () => {
  const broken = bare()
  broken.socket.once('open', () => broken.socket.send('{{{'))
  expect((await broken.closed).code).toBe(4400)
  const huge = bare()
  huge.socket.once('open', () => huge.socket.send('x'.repeat(300_000)))
  expect((await huge.closed).code).toBe(1009)
  expect((await ask(service, '{ __typename }')).status).toBe(200)
})
