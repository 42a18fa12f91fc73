import {expect, test} from 'vitest'
import {createTickets} from '../../src/websocket/tickets.js'

test('a ticket is good for one use, and for half a minute', () => {
  let time = 0
  const tickets = createTickets({now: () => time})
  const first = tickets.issue({subject: 'ann'})
  expect(first.expiresAt).toBe(30_000)
  expect(tickets.redeem(first.value)).toEqual({subject: 'ann'})
  expect(() => tickets.redeem(first.value)).toThrow('The ticket is not valid')
  const second = tickets.issue({subject: 'bob'})
  time = 30_001
  expect(() => tickets.redeem(second.value)).toThrow('The ticket is not valid')
  expect(() => tickets.redeem(undefined)).toThrow('The ticket is not valid')
})

test('tickets are different, long, and not without end', () => {
  let time = 0
  const tickets = createTickets({most: 3, lifetime: 100, now: () => time})
  const values = [1, 2, 3].map(() => tickets.issue({subject: 'ann'}).value)
  expect(new Set(values).size).toBe(3)
  for (const value of values) expect(value).toMatch(/^[\w-]{43}$/)
  expect(() => tickets.issue({subject: 'ann'})).toThrow('Too many tickets')
  time = 101
  expect(tickets.issue({subject: 'ann'}).expiresAt).toBe(201)
})
