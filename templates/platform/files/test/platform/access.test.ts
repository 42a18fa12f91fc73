import {describe, expect, test} from 'vitest'
import {missingScopes, requirementsOf} from '../../src/platform/auth/access.js'
import {decide} from '../../src/platform/auth/decide.js'
import type {Policy} from '../../src/platform/auth/policy.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {codeOf} from './code-of.js'

describe('a policy', () => {
  const question = {identity: undefined, method: 'GET', url: '/', headers: {}, address: '10.0.0.1'}

  test('lets pass by true and by nothing else', async () => {
    expect(await codeOf(decide(() => true, question))).toBe('accepted')
    expect(await codeOf(decide(async () => true, question))).toBe('accepted')
    expect(await codeOf(decide(() => false, question))).toBe('PERMISSION_DENIED')
    const forgetful = (() => undefined) as unknown as Policy // In JavaScript nobody would notice.
    expect(await codeOf(decide(forgetful, question))).toBe('PERMISSION_DENIED')
  })

  test('may weigh the risk of a request, and say that this was the reason', async () => {
    const risky: Policy = ({address, identity}) => {
      if (identity === undefined && address.startsWith('10.'))
        throw new ApiError('HIGH_RISK_BLOCKED', 'Not from there.')
      return true
    }
    expect(await codeOf(decide(risky, question))).toBe('HIGH_RISK_BLOCKED')
    expect(await codeOf(decide(risky, {...question, address: '192.0.2.1'}))).toBe('accepted')
  })

  test('that fails or does not come to an end is an outage, no refusal', async () => {
    const failing = (error: Error) => codeOf(decide(() => Promise.reject(error), question))
    expect(await failing(new Error('The directory is away.'))).toBe('AUTHZ_UNAVAILABLE')
    // An answer of whom the policy asks is none to the caller.
    for (const code of ['UPSTREAM_TIMEOUT', 'TOKEN_INVALID', 'RATE_LIMIT_EXCEEDED'])
      expect(await failing(new ApiError(code, 'Of somebody else.'))).toBe('AUTHZ_UNAVAILABLE')
    expect(await codeOf(decide(() => new Promise(() => undefined), question))).toBe('AUTHZ_UNAVAILABLE')
  })
})

describe('the requirements of an operation', () => {
  const schemes = {bearerAuth: {type: 'http', scheme: 'bearer'}, keyAuth: {type: 'apiKey'}, tls: {type: 'mutualTLS'}}

  test('come from its security, each alternative with its own kind of proof', () => {
    const requirements = requirementsOf([{bearerAuth: ['orders:read']}, {keyAuth: []}], schemes)
    const caller = {subject: 'ann', scopes: new Set<string>(), roles: []}
    expect(missingScopes({...caller, scheme: 'bearer'}, requirements)).toEqual(['orders:read'])
    expect(missingScopes({...caller, scheme: 'apiKey'}, requirements)).toEqual([])
    expect(missingScopes({...caller, scheme: 'apiKey'}, requirementsOf([{bearerAuth: []}], schemes))).toBeUndefined()
  })

  test.each([
    ['none at all', []],
    ['undefined', undefined],
    ['the empty alternative', [{}]],
    ['two schemes at once', [{bearerAuth: [], keyAuth: []}]],
    ['a scheme that is not declared', [{other: []}]],
    ['a scheme that is not checked here', [{tls: []}]],
  ])('are never %s', (_name, security) => {
    expect(() => requirementsOf(security, schemes)).toThrow()
  })
})
