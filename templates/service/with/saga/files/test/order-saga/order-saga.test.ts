import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createOrderSaga, type OrderData} from '../../src/order-saga/order-saga.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {createUpstream, type Upstream} from '../../src/platform/outbound/upstream.js'
import type {Sagas} from '../../src/saga/sagas.js'
import {serverMissing} from '../postgres-server.js'
import {ended, hasty, logger, openSagas} from '../saga/open-sagas.js'

const order: OrderData = {orderId: 'o-1', customerId: 'c-1', amount: 1200, items: [{sku: 'tea', quantity: 2}]}

/** What the other side does with "PUT payments": answers with a status, or first does it and then hangs up. */
type Behaviour = Readonly<Record<string, number | 'does it and hangs up'>>

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'an order', () => {
  let opened: Awaited<ReturnType<typeof openSagas>>
  let server: Server
  let upstream: Upstream
  let sagas: Sagas
  let behaviour: Behaviour
  /** What is there: payments, reservations, shipments. */
  const there = new Set<string>()
  let number = 0

  beforeAll(async () => {
    opened = await openSagas()
    server = createServer((request, response) => {
      const [, , , what = ''] = request.url?.split('/') ?? []
      const planned = behaviour[`${request.method} ${what}`]
      if (planned === undefined || planned === 'does it and hangs up') {
        if (request.method === 'PUT') there.add(what)
        else there.delete(what)
      }
      if (planned === 'does it and hangs up') {
        request.socket.destroy()
        return
      }
      const status = planned ?? (request.method === 'PUT' ? 200 : 204)
      response.writeHead(status, {'content-type': 'application/json'})
      response.end(status === 204 ? undefined : JSON.stringify({data: {}, meta: {}}))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    await new Promise(resolve => server.close(resolve))
    await opened.close()
  })
  beforeEach(() => {
    there.clear()
    behaviour = {}
    // A server that listens on a TCP port has an address object.
    const {port} = server.address() as AddressInfo
    const limits = {...standardLimits, retries: 0}
    upstream = createUpstream({
      name: 'all',
      url: `http://127.0.0.1:${port}`,
      service: 'test',
      metrics: createMetrics(),
      logger,
      limits,
    })
    sagas = opened.instance()
    const kind = createOrderSaga({payments: upstream, inventory: upstream, shipping: upstream})
    sagas.define({...kind, steps: kind.steps.map(step => ({...step, retries: hasty}))})
    sagas.run()
  })
  afterEach(async () => {
    await sagas.close()
    await upstream.close()
  })

  const fulfil = async (planned: Behaviour) => {
    behaviour = planned
    number += 1
    const id = `order-${number}`
    await sagas.begin('order-v1', id, {...order})
    const {state, failure} = await ended(sagas, id)
    return {state, step: failure?.step, left: [...there]}
  }

  test('is paid, reserved and shipped', async () => {
    expect(await fulfil({})).toEqual({
      state: 'completed',
      step: undefined,
      left: ['payments', 'reservations', 'shipments'],
    })
  })

  test.each([
    ['payment', 'PUT payments'],
    ['inventory', 'PUT reservations'],
    ['shipping', 'PUT shipments'],
  ])('leaves nothing when %s is refused', async (step, call) => {
    expect(await fulfil({[call]: 409})).toEqual({state: 'compensated', step, left: []})
  })

  test.each([
    ['payment', 'PUT payments'],
    ['inventory', 'PUT reservations'],
    ['shipping', 'PUT shipments'],
  ])('leaves nothing when nobody knows whether %s was done', async (step, call) => {
    expect(await fulfil({[call]: 'does it and hangs up'})).toEqual({state: 'compensated', step, left: []})
  })

  test('is undone also where the other side has never heard of it', async () => {
    const calls = {'PUT shipments': 503, 'DELETE shipments': 404, 'DELETE reservations': 404}
    expect(await fulfil(calls)).toMatchObject({state: 'compensated', step: 'shipping'})
  })

  test('tells when it can not be undone, by what it was to be undone for', async () => {
    const calls = {'PUT shipments': 409, 'DELETE reservations': 403}
    expect(await fulfil(calls)).toEqual({
      state: 'compensation_failed',
      step: 'shipping',
      left: ['payments', 'reservations'],
    })
  })
})
