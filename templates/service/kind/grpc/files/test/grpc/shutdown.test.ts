import {once} from 'node:events'
import {expect, test} from 'vitest'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import {processes, until} from '../process.js'
import {startService} from '../service.js'
import {connect, ending, type Message} from './client.js'

const {issuerFile, start} = processes()

test('SIGTERM under load: every call is answered or was never begun, streams are told, and nothing is left', async () => {
  const {child, told} = start({NODE_ENV: 'development', RATE_LIMIT_API: '1000000/60', LOG_LEVEL: 'info'})
  const address = await until(() => /Server listening at (grpc:[^"]+)"/.exec(told.text)?.[1])
  await until(() => told.text.includes('Server listening at http'))
  const issuer = await openDevelopmentIssuer(issuerFile)
  const token = (scopes: readonly string[]) => issuer.mint({subject: 't', scopes, roles: [], lifetime: 60})
  const client = connect({addresses: [address], token})

  const watching = ending(await client.download('WatchWorkItems', {}))
  const upload = await client.sync('SyncWorkItems')
  const answers: Message[] = []
  upload.on('data', answer => answers.push(answer))
  const synchronised = ending(upload)
  upload.write({create: {name: 'Before the end'}})
  await until(() => answers.length === 1)

  const codes: string[] = []
  const callers = Array.from({length: 8}, async (_, caller) => {
    for (let call = 0; ; call++) {
      const {code} = await client.call('CreateWorkItem', {name: `Number ${call} of ${caller}`}, {within: 20_000})
      codes.push(code)
      // Nobody is there any more.
      if (code !== 'OK') return
    }
  })
  await until(() => codes.length > 200)
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  expect((await watching).code).toBe('UNAVAILABLE')
  expect((await synchronised).code).toBe('UNAVAILABLE')
  expect(await ended).toEqual([0, null])
  await Promise.all(callers)
  client.close()
  expect(new Set(codes.filter(code => code !== 'OK' && code !== 'UNAVAILABLE'))).toEqual(new Set())
  // All that was begun was answered: the log has a line for each call, none of which was broken off.
  const lines = told.text.split('\n').filter(line => line.includes('"Call served."'))
  const statuses = lines.map(line => JSON.parse(line)).filter(({method}) => method.endsWith('/CreateWorkItem'))
  expect(new Set(statuses.map(({grpcStatus}) => grpcStatus))).toEqual(new Set(['OK']))
  expect(statuses.length).toBe(codes.filter(code => code === 'OK').length)
}, 60_000)

test('a call that is under way is finished', async () => {
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  let asked = false
  const service = await startService({
    directory: {
      async hasMember() {
        asked = true
        await released
        return true
      },
    },
  })
  const client = connect(service)
  const answer = client.call('CreateWorkItem', {name: 'In flight', ownerId: 'm-1'})
  await until(() => asked)
  const closed = service.close()
  release()
  expect((await answer).code).toBe('OK')
  await closed
  expect((await client.call('ListWorkItems', {}, {within: 500})).code).toMatch(/UNAVAILABLE|DEADLINE_EXCEEDED/)
  client.close()
})
