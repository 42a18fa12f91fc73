import {createServer as createHttp2Server, type Http2Server} from 'node:http2'
import {type AddressInfo, createServer} from 'node:net'
import {type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status} from '@grpc/grpc-js'
import {loadSync} from '@grpc/proto-loader'
import {ReflectionService} from '@grpc/reflection'
import {protoPath} from 'grpc-health-check'
import {afterEach, expect, test} from 'vitest'
import {calmly} from './calmly.js'
import {check, closeServers, faults, json, observations, serve} from './check.js'

const servers: Server[] = []
const http2Servers: Http2Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) server.forceShutdown()
  for (const server of http2Servers.splice(0)) server.close()
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

type Fault = 'slow' | 'reflection' | 'no-health'

/** A gRPC server with health, right but for its faults. */
async function grpcServer(...wrong: Fault[]): Promise<string> {
  const server = new Server()
  servers.push(server)
  const check: handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    if (Number(call.getDeadline()) <= Date.now()) return callback({code: status.DEADLINE_EXCEEDED})
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

async function checked(grpc: string, grpcMethod?: string) {
  const gateway = await serve((_request, response) => json(response, 200, {data: []}))
  return check(gateway, ['grpc'], {grpc, grpcMethod, rate: 100, duration: 600})
}

test('a server that does it right passes', async () => {
  await calmly(async () => {
    const report = await checked(await grpcServer())
    expect(faults(report)).toEqual([])
    const texts = observations(report)
    expect(texts[0]).toMatch(/^good: "grpc\.health\.v1\.Health\/Check" takes [\d.]+ ms at p95 of 60 calls\.$/)
    expect(texts.slice(2)).toEqual([
      'good: "grpc.reflection.v1.ServerReflection/ServerReflectionInfo" is refused with 12 UNIMPLEMENTED.',
      'good: "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo" is refused with 12 UNIMPLEMENTED.',
    ])
  })
})

test.each<[Fault, RegExp]>([
  ['slow', /takes \d{3} ms at p95 of 60 calls; 100 ms are allowed/],
  ['reflection', /ServerReflectionInfo" ends with .*: reflection is on/],
  ['no-health', /"grpc\.health\.v1\.Health\/Check" ends with 12 UNIMPLEMENTED instead of OK/],
])('%s is seen', async (wrong, message) => {
  await calmly(async () => {
    const report = await checked(await grpcServer(wrong))
    expect(report.outcome).toBe('fail')
    expect(faults(report)).toContainEqual(expect.stringMatching(message))
  })
})

/** A server that knows nothing of deadlines, and refuses reflection. */
async function careless(): Promise<string> {
  const server = createHttp2Server()
  server.on('stream', (stream, headers) => {
    const code = headers[':path']?.includes('reflection') ? 12 : 0
    stream.respond({':status': 200, 'content-type': 'application/grpc'}, {waitForTrailers: true})
    stream.on('wantTrailers', () => stream.sendTrailers({'grpc-status': code}))
    const answer = () => stream.end(Buffer.alloc(5))
    if (headers[':path']?.includes('Slow')) setTimeout(answer, 80)
    else answer()
  })
  http2Servers.push(server)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo // it listens on a port
  return `http://127.0.0.1:${port}`
}

test('a deadline that nobody keeps is found where there is work to be done, and nowhere else', async () => {
  const server = await careless()
  await calmly(async () => {
    expect(faults(await checked(server, 'orders.v1.Orders/Slow'))).toContainEqual(
      expect.stringMatching(/Slow" with a deadline of 1 ms ends with 0 OK after .* instead of DEADLINE_EXCEEDED\.$/),
    )
    expect(observations(await checked(server))[1]).toMatch(/^doubtful: .* Name a slower one with --grpc-method\.$/)
  })
})

test('what speaks no HTTP/2 is told', async () => {
  const server = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await expect(checked(`http://127.0.0.1:${port}`)).rejects.toThrow(/cannot be reached with HTTP\/2/)
  server.close()
})
