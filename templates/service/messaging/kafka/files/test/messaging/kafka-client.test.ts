import {once} from 'node:events'
import {type AddressInfo, createServer, type Server} from 'node:net'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {createKafkaBroker} from '../../src/kafka-messaging/kafka-broker.js'
import {createLogger} from '../../src/platform/logging/logger.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})

let server: Server
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.close()
  await once(server, 'close')
})

/** The first bytes that a client sends; nobody answers it. */
async function firstBytes(tls: boolean): Promise<Buffer> {
  const sent = once(server, 'connection').then(async ([socket]) => {
    const [bytes] = await once(socket, 'data')
    socket.destroy()
    server.on('connection', other => other.destroy())
    return bytes
  })
  // A server that listens on a TCP port has an address object.
  const {port} = server.address() as AddressInfo
  const broker = createKafkaBroker({brokers: [`127.0.0.1:${port}`], prefix: '', tls, logger})
  await expect(broker.check()).rejects.toThrow()
  await broker.close()
  return sent
}

test('brokers are spoken to by TLS where the settings say so', async () => {
  // A record of a handshake begins with 22, a request of Kafka with its length.
  expect((await firstBytes(true))[0]).toBe(22)
})

test('and otherwise at once', async () => {
  const bytes = await firstBytes(false)
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4)
})
