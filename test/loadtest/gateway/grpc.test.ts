import {createServer} from 'node:net'
import {type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status} from '@grpc/grpc-js'
import {loadSync} from '@grpc/proto-loader'
import {ReflectionService} from '@grpc/reflection'
import {protoPath} from 'grpc-health-check'
import {afterEach, expect, test} from 'vitest'
import {check, closeServers, faults, json, observations, serve} from './check.js'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) server.forceShutdown()
  await closeServers()
})

const bytes = (value: Buffer) => value

const health: ServiceDefinition = {
  Check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  },
}

type Fault = 'slow' | 'reflection' | 'no-deadline' | 'no-health'

/** A gRPC server with health, right but for its faults. */
async function grpcServer(...wrong: Fault[]): Promise<string> {
  const server = new Server()
  servers.push(server)
  const check: handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    const isLate = Number(call.getDeadline()) <= Date.now()
    if (isLate && !wrong.includes('no-deadline')) return callback({code: status.DEADLINE_EXCEEDED})
    setTimeout(() => callback(null, Buffer.from([8, 1])), wrong.includes('slow') ? 150 : 0)
  }
  if (!wrong.includes('no-health')) server.addService(health, {Check: check})
  if (wrong.includes('reflection')) new ReflectionService(loadSync(protoPath)).addToServer(server)
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  return `http://127.0.0.1:${port}`
}

async function checked(grpc: string) {
  const gateway = await serve((_request, response) => json(response, 200, {data: []}))
  return check(gateway, ['grpc'], {grpc, rate: 100, duration: 600})
}

test('a server that does it right passes', async () => {
  const report = await checked(await grpcServer())
  expect(faults(report)).toEqual([])
  const texts = observations(report)
  expect(texts[0]).toMatch(/^good: "grpc\.health\.v1\.Health\/Check" takes [\d.]+ ms at p95 of 60 calls\.$/)
  expect(texts.slice(2)).toEqual([
    'good: "grpc.reflection.v1.ServerReflection/ServerReflectionInfo" is refused with 12 UNIMPLEMENTED.',
    'good: "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo" is refused with 12 UNIMPLEMENTED.',
  ])
})

test.each<[Fault, RegExp]>([
  ['slow', /takes 1[5-9]\d ms at p95 of 60 calls; 100 ms are allowed/],
  ['reflection', /ServerReflectionInfo" ends with .*: reflection is on/],
  ['no-health', /"grpc\.health\.v1\.Health\/Check" ends with 12 UNIMPLEMENTED instead of OK/],
])('%s is seen', async (wrong, message) => {
  const report = await checked(await grpcServer(wrong))
  expect(report.outcome).toBe('fail')
  expect(faults(report)).toContainEqual(expect.stringMatching(message))
})

test('what speaks no HTTP/2 is told', async () => {
  const server = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(checked(`http://127.0.0.1:${port}`)).rejects.toThrow(/cannot be reached with HTTP\/2/)
  server.close()
})
