import {describe, expect, test} from 'vitest'
import {missingScopes, requirementsOf} from '../../src/platform/auth/access.js'
import {decide} from '../../src/platform/auth/decide.js'
import type {Policy} from '../../src/platform/auth/policy.js'
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

  test('that fails or does not come to an end is an outage, no refusal', async () => {
    const failing: Policy = () => {
      throw new Error('The directory is away.')
    }
    expect(await codeOf(decide(failing, question))).toBe('AUTHZ_UNAVAILABLE')
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
