import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {createContext, type RequestContext, runInContext} from '../../src/platform/context/request-context.js'
import {success} from '../../src/platform/envelope/envelope.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {createLastKnown} from '../../src/platform/outbound/last-known.js'
import {codeOf} from './code-of.js'

const warning = {code: 'STALE_CACHE', message: 'It is an old one.'}
const answering = (answer: number) => async () => answer
const failing = (code: string) => async (): Promise<number> => {
  throw new ApiError(code, 'No answer.')
}

let context: RequestContext
beforeEach(() => {
  context = createContext({}, {requestId: 'r', signal: () => new AbortController().signal})
  vi.useFakeTimers({toFake: ['Date']})
})
afterEach(() => {
  vi.useRealTimers()
})

test('who can not be asked is stood in for by its last answer, and the caller is told once', async () => {
  const lastKnown = createLastKnown<number>({keepFor: 1000, most: 10})
  await runInContext(context, async () => {
    expect(await lastKnown('a', answering(1), warning)).toBe(1)
    expect(await lastKnown('a', answering(2), warning)).toBe(2)
    expect(success(context, null)).not.toHaveProperty('warnings')
    for (const code of ['CIRCUIT_OPEN', 'UPSTREAM_TIMEOUT', 'UPSTREAM_BAD_RESPONSE', 'SERVICE_UNAVAILABLE'])
      expect(await lastKnown('a', failing(code), warning)).toBe(2)
  })
  expect(success(context, null)).toMatchObject({warnings: [warning]})
})

test('an answer stands in for nothing else, for its time only, and not for a refusal or a bug', async () => {
  const lastKnown = createLastKnown<number>({keepFor: 1000, most: 10})
  await lastKnown('a', answering(1), warning)
  expect(await codeOf(lastKnown('b', failing('CIRCUIT_OPEN'), warning))).toBe('CIRCUIT_OPEN')
  for (const code of ['PERMISSION_DENIED', 'INTERNAL_ERROR'])
    expect(await codeOf(lastKnown('a', failing(code), warning))).toBe(code)
  const bug = async () => Promise.reject(new TypeError('undefined is no function'))
  await expect(lastKnown('a', bug, warning)).rejects.toThrow(TypeError)
  vi.setSystemTime(Date.now() + 999)
  expect(await lastKnown('a', failing('CIRCUIT_OPEN'), warning)).toBe(1)
  vi.setSystemTime(Date.now() + 1)
  expect(await codeOf(lastKnown('a', failing('CIRCUIT_OPEN'), warning))).toBe('CIRCUIT_OPEN')
})

test('an answer that may not stand in takes the one before away', async () => {
  const lastKnown = createLastKnown<number>({keepFor: 1000, most: 10, mayStandIn: answer => answer > 0})
  await lastKnown('a', answering(1), warning)
  await lastKnown('a', answering(0), warning)
  expect(await codeOf(lastKnown('a', failing('CIRCUIT_OPEN'), warning))).toBe('CIRCUIT_OPEN')
})

test('so many are kept, the newest of them', async () => {
  const lastKnown = createLastKnown<number>({keepFor: 1000, most: 2})
  for (const key of ['a', 'b', 'a', 'c']) await lastKnown(key, answering(1), warning)
  expect(await lastKnown('a', failing('CIRCUIT_OPEN'), warning)).toBe(1)
  expect(await codeOf(lastKnown('b', failing('CIRCUIT_OPEN'), warning))).toBe('CIRCUIT_OPEN')
})
