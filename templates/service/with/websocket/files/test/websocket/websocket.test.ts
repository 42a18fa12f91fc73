import {once} from 'node:events'
import {connect as connectRaw} from 'node:net'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {coverage, hold} from '../hold.js'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {connect, openSocket, ticketOf} from './socket.js'

const path = '/api/v1/socket-tickets'
let service: TestService
beforeAll(async () => {
  service = await startService({environment: {CORS_ORIGINS: 'https://app.example.com', SOCKETS_PER_CALLER: '3'}})
})
afterAll(() => service.close())

describe('a ticket', () => {
  test('lets its owner in once', async () => {
    const ticket = await ticketOf(service, 'once')
    const first = openSocket(service, ticket)
    await first.opened
    expect(await openSocket(service, ticket).refused).toBe(401)
    first.socket.close()
  })

  test.each(['', 'guess', 'x'.repeat(500)])('"%s" is none', async ticket => {
    expect(await openSocket(service, ticket).refused).toBe(401)
  })

  test('is given to those who may read, and told as the contract says', async () => {
    const ask = {method: 'POST'}
    hold('issueSocketTicket', 200, await service.send(path, {...ask, scopes: [readScope]}))
    hold('issueSocketTicket', 401, await service.send(path, {...ask, scopes: null}))
    hold('issueSocketTicket', 403, await service.send(path, {...ask, scopes: [writeScope]}))
    hold('issueSocketTicket', 406, await service.send(path, {...ask, headers: {accept: 'text/html'}}))
    const limited = await startService({environment: {RATE_LIMIT_API: '1/600'}})
    await limited.send(path, ask)
    hold('issueSocketTicket', 429, await limited.send(path, ask))
    await limited.close()
    const blind = await startService({
      environment: {JWKS_URL: 'http://127.0.0.1:9/keys', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a'},
    })
    hold('issueSocketTicket', 503, await blind.send(path, ask))
    await blind.close()
    const {declared, seen} = coverage('sockets')
    expect(seen).toEqual(declared.filter(answer => !answer.endsWith(' 500')))
  })
})

describe('who is connected', () => {
  test('is told what happens, in envelopes', async () => {
    const {say, hear, heard, socket} = await connect(service)
    say({type: 'subscribe', id: 'all'})
    await hear('subscribed')
    const workItem = await service.workItems.create({name: 'Told'})
    const event = await hear('event')
    expect(event).toMatchObject({id: 'all', data: {kind: 'created', workItem: {id: workItem.id, name: 'Told'}}})
    expect(event.meta).toMatchObject({version: 'v1', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)})
    say({type: 'unsubscribe', id: 'all'})
    await hear('unsubscribed')
    await service.workItems.create({name: 'Not told'})
    say({type: 'ping', id: 'p'})
    expect((await hear('pong')).id).toBe('p')
    expect(heard.filter(({type}) => type === 'event')).toHaveLength(1)
    socket.close()
  })

  test('may want to know of one thing only, or of one kind', async () => {
    const {say, hear, heard, socket} = await connect(service)
    const [mine, other] = [
      await service.workItems.create({name: 'Mine'}),
      await service.workItems.create({name: 'Other'}),
    ]
    say({type: 'subscribe', id: 'mine', data: {workItemId: mine.id}})
    say({type: 'subscribe', id: 'gone', data: {kinds: ['removed']}})
    await hear('subscribed', 2)
    await service.workItems.change(other.id, {name: 'Changed'}, {version: 1, from: 'body'})
    await service.workItems.change(mine.id, {name: 'Changed'}, {version: 1, from: 'body'})
    await service.workItems.remove(other.id)
    await hear('event', 2)
    const told = heard.flatMap(({type, id, data}) => (type === 'event' ? [[id, data.kind, data.workItem.id]] : []))
    expect(told).toEqual([
      ['mine', 'changed', mine.id],
      ['gone', 'removed', other.id],
    ])
    socket.close()
  })

  test('is told what is wrong, and goes on', async () => {
    const {say, hear, socket} = await connect(service)
    const codes = []
    const wrong = [
      '{',
      'null',
      {type: 'shout'},
      {type: 'subscribe'},
      {type: 'subscribe', id: 'a', more: 1},
      {type: 'subscribe', id: 'b', data: {kinds: ['lost']}},
      {type: 'subscribe', id: 'c', data: {workItemId: 7}},
    ]
    for (const [index, frame] of wrong.entries()) {
      say(frame)
      codes.push((await hear('error', index + 1)).errors?.[0]?.code)
    }
    expect(codes).toEqual([...Array(5).fill('MALFORMED_REQUEST'), 'VALIDATION_FAILED', 'VALIDATION_FAILED'])
    socket.send(Buffer.from('{"type": "ping"}'))
    expect((await hear('error', 8)).errors?.[0]?.code).toBe('MALFORMED_REQUEST')
    say({type: 'subscribe', id: 'd'})
    await hear('subscribed')
    say({type: 'subscribe', id: 'd'})
    expect((await hear('error', 9)).errors?.[0]?.code).toBe('STATE_CONFLICT')
    socket.close()
  })
})

describe('there are limits', () => {
  test('of messages in a second', async () => {
    const {say, closed} = await connect(service)
    for (let number = 0; number < 40; number += 1) say({type: 'ping'})
    expect(await closed).toEqual({code: 1008, reason: 'RATE_LIMIT_EXCEEDED'})
  })

  test('of the size of a message', async () => {
    const {say, closed} = await connect(service)
    say({type: 'subscribe', id: 'x', data: {text: 'x'.repeat(20_000)}})
    expect((await closed).code).toBe(1009)
  })

  test('of subscriptions', async () => {
    const {say, hear, socket} = await connect(service)
    for (let number = 0; number < 19; number += 1) say({type: 'subscribe', id: String(number)})
    await hear('subscribed', 19)
    await new Promise(resolve => setTimeout(resolve, 300))
    say({type: 'subscribe', id: 'twentieth'})
    await hear('subscribed', 20)
    say({type: 'subscribe', id: 'one more'})
    expect((await hear('error')).errors?.[0]?.code).toBe('SERVICE_UNAVAILABLE')
    socket.close()
  })

  test('of connections of one caller, and in all', async () => {
    const own = [await connect(service, 'ann'), await connect(service, 'ann'), await connect(service, 'ann')]
    expect(await openSocket(service, await ticketOf(service, 'ann')).refused).toBe(429)
    const other = await connect(service, 'bob')
    for (const {socket, closed} of [...own, other]) {
      socket.close()
      await closed
    }
    const again = await connect(service, 'ann')
    again.socket.close()
    const full = await startService({environment: {SOCKETS: '0'}})
    expect(await openSocket(full, await ticketOf(full)).refused).toBe(503)
    await full.close()
  })

  test('of the origins of pages', async () => {
    const evil = openSocket(service, await ticketOf(service, 'page'), {origin: 'https://evil.example.com'})
    expect(await evil.refused).toBe(403)
    const good = openSocket(service, await ticketOf(service, 'page'), {origin: 'https://app.example.com'})
    await good.opened
    good.socket.close()
  })

  test('of time: a connection ends with the token that it began with', async () => {
    const brief = openSocket(service, await ticketOf(service, 'brief', [readScope], 1))
    expect(await brief.closed).toEqual({code: 4403, reason: 'TOKEN_EXPIRED'})
  })
})

test('who hangs up as soon as it has asked for a connection ends nothing', async () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  for (let time = 0; time < 40; time++) {
    const ticket = time % 2 === 0 ? 'none' : await ticketOf(service, `hasty-${time}`)
    const socket = connectRaw(Number(new URL(service.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write(
      `GET /api/v1/socket?ticket=${ticket} HTTP/1.1\r\nHost: a\r\n${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    )
    await new Promise(resolve => setTimeout(resolve, time % 8))
    socket.resetAndDestroy()
  }
  const next = await connect(service, 'patient')
  next.socket.close()
})

test('a request without an upgrade is told what to do', async () => {
  const {status, body} = await service.send('/api/v1/socket')
  expect([status, body.errors[0].message]).toEqual([405, 'Ask for a WebSocket here.'])
})

test('a reader that does not read holds up nobody, and is sent away when it is too far behind', async () => {
  const slow = await connect(service, 'slow')
  slow.say({type: 'subscribe', id: 'all'})
  await slow.hear('subscribed')
  slow.socket.pause()
  const quick = await connect(service, 'quick')
  quick.say({type: 'subscribe', id: 'all'})
  await quick.hear('subscribed')
  const description = 'x'.repeat(1000)
  for (let number = 0; number < 8000; number += 1) {
    await service.workItems.create({name: `Many ${number}`, description})
    if (number % 100 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  await quick.hear('event', 8000)
  slow.socket.resume()
  expect((await slow.closed).code).toBe(1013)
  expect(slow.heard.at(-1)).toMatchObject({type: 'error', errors: [{code: 'SERVICE_UNAVAILABLE'}]})
  quick.socket.close()
})

test('when the service ends, everybody is told the last of it', async () => {
  const ending = await startService()
  const {say, hear, heard, closed} = await connect(ending)
  say({type: 'subscribe', id: 'all'})
  await hear('subscribed')
  for (let number = 0; number < 200; number += 1) await ending.workItems.create({name: `Last ${number}`})
  await ending.close()
  expect(await closed).toEqual({code: 1001, reason: 'The service stops.'})
  expect(heard.filter(({type}) => type === 'event')).toHaveLength(200)
})
