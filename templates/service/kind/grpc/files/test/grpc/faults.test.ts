import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {connect, detail, ending} from './client.js'

let service: TestService
let client: ReturnType<typeof connect>
/** What the directory is asked for, and how long it takes: it stands for everything slow behind a call. */
const asked: {signal: AbortSignal | undefined; deadline: number | undefined}[] = []
beforeAll(async () => {
  service = await startService({
    environment: {GRPC_DEADLINE: '1000', GRPC_MESSAGE_LIMIT: '100000'},
    directory: {
      async hasMember(id) {
        const context = currentContext()
        asked.push({signal: context?.signal, deadline: context?.deadline})
        if (id === 'broken') throw new Error('The password of the directory is "swordfish".')
        if (id === 'slow') await sleep(5000, undefined, {signal: context?.signal as AbortSignal})
        return true
      },
    },
  })
  client = connect(service)
})
afterAll(async () => {
  client.close()
  await service.close()
})

const slow = {name: 'Slow', ownerId: 'slow'}

test('the time of a client goes along, and work for it ends when it is up', async () => {
  asked.length = 0
  const before = Date.now()
  const late = await client.call('CreateWorkItem', slow, {within: 300})
  expect(late.code).toBe('DEADLINE_EXCEEDED')
  const [question] = asked
  expect(question?.deadline).toBeGreaterThanOrEqual(before)
  expect(question?.deadline).toBeLessThanOrEqual(before + 400)
  await until(() => question?.signal?.aborted)
})

test('a client that waits for ever is answered all the same', async () => {
  const late = await client.call('CreateWorkItem', slow)
  expect([late.code, detail(late, 'ErrorInfo').reason]).toEqual(['DEADLINE_EXCEEDED', 'UPSTREAM_TIMEOUT'])
})

test('work for a client that has left ends', async () => {
  asked.length = 0
  const stream = await client.sync('SyncWorkItems')
  const end = ending(stream)
  stream.write({create: slow})
  await until(() => asked.length > 0)
  stream.cancel()
  expect((await end).code).toBe('CANCELLED')
  await until(() => asked[0]?.signal?.aborted)
})

test('what is our fault is not told to anybody', async () => {
  const broken = await client.call('CreateWorkItem', {name: 'x', ownerId: 'broken'})
  expect(broken).toMatchObject({code: 'INTERNAL', message: 'Something went wrong on our side.'})
  expect(JSON.stringify(broken)).not.toContain('swordfish')
  expect(detail(broken, 'ErrorInfo')).toMatchObject({reason: 'INTERNAL_ERROR', metadata: {severity: 'high'}})
})

/** How many calls have ended in a way. */
async function handled(code: string): Promise<number> {
  const lines = (await service.metrics.registry.metrics()).split('\n')
  const line = lines.find(
    each => each.startsWith('grpc_server_handled_total') && each.includes('"CreateWorkItem"') && each.includes(code),
  )
  return Number(line?.split(' ').at(-1) ?? 0)
}

test('a message over the limit is refused, and the connection goes on', async () => {
  // A client whose time is up may have left before it was told so.
  const left = await handled('CANCELLED')
  const large = await client.call('CreateWorkItem', {name: 'x'.repeat(120_000)})
  expect([large.code, detail(large, 'ErrorInfo').reason]).toEqual(['RESOURCE_EXHAUSTED', 'PAYLOAD_TOO_LARGE'])
  // Far over it the library breaks off after the first bytes, in its own words.
  expect((await client.call('CreateWorkItem', {name: 'x'.repeat(2_000_000)})).code).toBe('RESOURCE_EXHAUSTED')
  expect((await client.call('ListWorkItems', {})).code).toBe('OK')
  // Both are counted as what their callers were told.
  expect([await handled('RESOURCE_EXHAUSTED'), await handled('CANCELLED')]).toEqual([2, left])
})

test('what is no message of the contract is refused', async () => {
  const {Client, credentials, Metadata, status} = await import('@grpc/grpc-js')
  const {grpcAddress, serviceName} = await import('./client.js')
  const raw = new Client(grpcAddress(service), credentials.createInsecure())
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${await service.token(['work-items:read'])}`)
  const call = (method: string) =>
    new Promise<number | undefined>(resolve => {
      const path = `/${serviceName}/${method}`
      const same = (bytes: Buffer) => bytes
      raw.makeUnaryRequest(path, same, same, Buffer.from([0xff, 0xff, 0xff]), metadata, error => resolve(error?.code))
    })
  expect(await call('GetWorkItem')).toBe(status.INVALID_ARGUMENT)
  expect(await call('GetNothing')).toBe(status.UNIMPLEMENTED)
  raw.close()
})
