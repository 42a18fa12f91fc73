import {type Client, credentials, makeClientConstructor} from '@grpc/grpc-js'
import {service as healthService} from 'grpc-health-check'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {grpcAddress, type Message, serviceName} from './client.js'

let service: TestService
let health: Client & Message
beforeAll(async () => {
  service = await startService()
  health = new (makeClientConstructor(healthService, 'Health'))(grpcAddress(service), credentials.createInsecure())
})
afterAll(async () => {
  health.close()
  await service.close()
})

const ask = (method: string, request: object) =>
  new Promise<Message>((resolve, reject) => {
    health[method](request, (error: Error | null, answer: Message) => (error ? reject(error) : resolve(answer)))
  })

test('says whether the service can serve, to everybody', async () => {
  expect(await ask('Check', {})).toEqual({status: 'SERVING'})
  expect(await ask('Check', {service: serviceName})).toEqual({status: 'SERVING'})
  await expect(ask('Check', {service: 'example.Nothing'})).rejects.toThrow('NOT_FOUND')
  const {statuses} = await ask('List', {})
  expect(Object.keys(statuses).sort()).toEqual(['', serviceName])
})

test('tells those who watch that the service is about to stop', async () => {
  const own = await startService()
  const watcher = new (makeClientConstructor(healthService, 'Health'))(
    grpcAddress(own),
    credentials.createInsecure(),
  ) as Client & Message
  const told: string[] = []
  const stream = watcher['Watch']({service: ''})
  stream.on('data', ({status}: Message) => told.push(status))
  const ended = new Promise(resolve => stream.on('end', resolve))
  await until(() => told.length === 1)
  own.readiness.drain()
  await until(() => told.length === 2)
  expect(told).toEqual(['SERVING', 'NOT_SERVING'])
  await own.close()
  await ended
  watcher.close()
})
