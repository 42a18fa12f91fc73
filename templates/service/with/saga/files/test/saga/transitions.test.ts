import {expect, test} from 'vitest'
import {createOrderSaga} from '../../src/order-saga/order-saga.js'
import {finalStates, firstState, transitionsOf} from '../../src/saga/transitions.js'

const none = async (): Promise<undefined> => undefined
const upstream = {request: () => Promise.reject(new Error('Nobody is called.'))}
const {steps} = createOrderSaga({payments: upstream, inventory: upstream, shipping: upstream})

test('an order has a way out of every state for every outcome', () => {
  const states = transitionsOf(steps)
  expect(firstState(steps)).toBe('payment_pending')
  const table = Object.entries(states).map(([state, {next}]) => [state, next.succeeded, next.refused, next.failed])
  expect(table).toEqual([
    ['payment_pending', 'inventory_pending', 'compensated', 'payment_compensating'],
    ['payment_compensating', 'compensated', 'compensation_failed', 'compensation_failed'],
    ['inventory_pending', 'shipping_pending', 'payment_compensating', 'inventory_compensating'],
    ['inventory_compensating', 'payment_compensating', 'compensation_failed', 'compensation_failed'],
    ['shipping_pending', 'completed', 'inventory_compensating', 'shipping_compensating'],
    ['shipping_compensating', 'inventory_compensating', 'compensation_failed', 'compensation_failed'],
  ])
  for (const {next} of Object.values(states))
    for (const state of Object.values(next)) expect([...Object.keys(states), ...finalStates]).toContain(state)
})

test('what can not be undone is passed over', () => {
  const states = transitionsOf([{name: 'first', compensate: none}, {name: 'second'}, {name: 'third', compensate: none}])
  expect(states['second_compensating']).toBeUndefined()
  expect(states['second_pending']?.next).toEqual({
    succeeded: 'third_pending',
    refused: 'first_compensating',
    failed: 'first_compensating',
  })
  expect(states['third_compensating']?.next.succeeded).toBe('first_compensating')
})

test('two steps of one name are a mistake', () => {
  expect(() => transitionsOf([{name: 'pay'}, {name: 'pay'}])).toThrow('Two steps are called "pay".')
})
