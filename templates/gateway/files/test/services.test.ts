import {expect, test} from 'vitest'
import {startGateway} from './start-gateway.js'
import {closedPort, startUpstream} from './upstream-server.js'

test('only who looks after the gateway sees what is behind it', async () => {
  const orders = await startUpstream()
  const gone = `http://127.0.0.1:${await closedPort()}`
  const gateway = await startGateway(
    `routes: [{name: orders, prefix: /orders, upstream: ["${gone}", {url: "${orders.url}", weight: 2}], balance: round-robin, public: true}]`,
  )
  for (let time = 0; time < 3; time++) await gateway.send('/orders')
  expect(await gateway.send('/services', {headers: {authorization: 'none'}})).toMatchObject({
    status: 401,
    codes: ['AUTHENTICATION_REQUIRED'],
  })
  expect(await gateway.send('/services')).toMatchObject({status: 403, codes: ['PERMISSION_DENIED']})
  const token = await gateway.token(['gateway:admin'])
  const {status, text} = await gateway.send('/services', {headers: {authorization: `Bearer ${token}`}})
  expect(status).toBe(200)
  expect(JSON.parse(text).data).toEqual([
    {
      name: 'orders',
      prefix: '/orders',
      balance: 'round-robin',
      public: true,
      instances: [
        {origin: gone, host: new URL(gone).host, weight: 1, state: 'resting'},
        {origin: orders.url, host: new URL(orders.url).host, weight: 2, state: 'available'},
      ],
    },
  ])
  await gateway.close()
  await orders.close()
})
