import {expect, test} from 'vitest'
import {createContext, requestIdOf} from '../../src/platform/context/request-context.js'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const never = () => new AbortController().signal

test.each(['', 'abc', 'x'.repeat(500), '1\r\nX-Admin: 1', '{}'])('the request id %j is replaced', header => {
  const id = requestIdOf({'x-request-id': header})
  expect(id).toMatch(uuid)
  expect(id).not.toBe(requestIdOf({'x-request-id': header}))
})

test('a UUID is taken as request id', () => {
  const id = '6F1C0000-0000-4000-8000-000000000001'
  expect(requestIdOf({'x-request-id': id})).toBe(id.toLowerCase())
})

test('a flow keeps its correlation id, and begins with the request id', () => {
  const of = (header?: string) =>
    createContext(header === undefined ? {} : {'x-correlation-id': header}, {requestId: 'r', signal: never})
      .correlationId
  expect(of('order.1_a-B')).toBe('order.1_a-B')
  expect(of()).toBe('r')
  for (const broken of ['', 'a b', 'x'.repeat(129), 'a\nb', 'ä']) expect(of(broken)).toBe('r')
})

test('a trace goes on, and a broken one begins anew', () => {
  const of = (traceparent: string) => createContext({traceparent}, {requestId: 'r', signal: never}).traceParent
  const trace = '0af7651916cd43dd8448eb211c80319c'
  expect(of(`00-${trace}-b7ad6b7169203331-01`)).toEqual({traceId: trace, parentId: 'b7ad6b7169203331', flags: '01'})
  // A later version may have more members.
  expect(of(`01-${trace}-b7ad6b7169203331-01-more`).traceId).toBe(trace)
  for (const broken of [
    '',
    'nonsense',
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
  ]) {
    expect(of(broken).traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(of(broken).traceId).not.toBe(trace)
  }
})

test('an unknown platform is none, and nothing else depends on it', () => {
  const of = (platform: string) => createContext({'x-platform': platform}, {requestId: 'r', signal: never}).platform
  expect([of('ios'), of('admin'), of('')]).toEqual(['ios', 'service', 'service'])
})
