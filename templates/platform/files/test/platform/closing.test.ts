import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import {connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {fastify} from 'fastify'
import {Agent, request} from 'undici'
import {expect, test} from 'vitest'
import {installClosing} from '../../src/platform/http/closing.js'

async function listening() {
  const app = fastify({forceCloseConnections: 'idle', return503OnClosing: false, keepAliveTimeout: 60_000})
  installClosing(app)
  let finish = () => {}
  const asked = new Promise<void>(resolve => {
    app.get('/', async () => {
      resolve()
      await new Promise<void>(done => {
        finish = done
      })
      return 'done'
    })
  })
  await app.listen({host: '127.0.0.1', port: 0})
  // A server that listens on a TCP port has an address object.
  const {port} = app.server.address() as AddressInfo
  return {app, port, asked, finish: () => finish()}
}

test('a server closes although somebody has opened a connection and says nothing', async () => {
  const {app, port} = await listening()
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const over = once(socket, 'close')
  await app.close()
  await over
})

test('an answer that was under way is sent, and ends a connection that would be kept', async () => {
  const {app, port, asked, finish} = await listening()
  const dispatcher = new Agent({keepAliveTimeout: 60_000})
  const answer = request(`http://127.0.0.1:${port}/`, {dispatcher})
  await asked
  const closed = app.close()
  await sleep(50)
  finish()
  const {headers, body} = await answer
  expect([await body.text(), headers['connection']]).toEqual(['done', 'close'])
  await closed
  await dispatcher.close()
})
