import {describe, expect, test} from 'vitest'
import {order1, pact, started, verify} from './verify.js'

describe('a request filter', () => {
  test.each([
    ['of one parameter', `request => { request.headers.authorization = 'Bearer good' }`],
    ['as middleware', `(request, response, next) => { request.headers.authorization = 'Bearer good'; next() }`],
  ])('%s changes requests', async (_what, filter) => {
    const files = {'pacts/a.json': pact([order1]), 'states.mjs': `export const requestFilter = ${filter}`}
    const {code} = await verify(files, [...started, '--states', 'states.mjs'], {env: {MODE: 'secret'}})
    expect(code).toBe(0)
  })

  test.each([
    ['throws', `() => { throw new Error('no token') }`, 'no token'],
    ['never calls next', '(request, response, next) => {}', 'did not end within 300 ms'],
  ])('that %s fails the interaction', async (_what, filter, message) => {
    const files = {'pacts/a.json': pact([order1]), 'states.mjs': `export const requestFilter = ${filter}`}
    const {code, report} = await verify(files, [...started, '--states', 'states.mjs', '--request-timeout', '300ms'])
    expect(report.findings).toMatchObject([{rule: 'pact/request-filter', message: expect.stringContaining(message)}])
    expect(code).toBe(1)
  })
})

describe('messages', () => {
  const event = {
    description: 'an order was paid',
    contents: {id: 1, kind: 'paid'},
    metaData: {contentType: 'application/json'},
  }
  const messages = pact([], '3.0.0', {interactions: undefined, messages: [event]})

  test.each([
    ['what it should', `{id: 1, kind: 'paid'}`, 0],
    ['something else', `{id: 1, kind: 'open'}`, 1],
  ])('a message provider that makes %s', async (_what, made, expected) => {
    const files = {
      'pacts/a.json': messages,
      'states.mjs': `export const messageProviders = {'an order was paid': async () => (${made})}`,
    }
    const {code, report} = await verify(files, ['--provider', 'orders', '--states', 'states.mjs'])
    expect(report.interactions[0].outcome).toBe(expected === 0 ? 'passed' : 'failed')
    expect(code).toBe(expected)
  })

  test('a message without a provider fails', async () => {
    const {code, report} = await verify({'pacts/a.json': messages}, ['--provider', 'orders'])
    expect(report.findings).toMatchObject([
      {rule: 'pact/message-provider', message: 'web: Message "an order was paid" has no provider.'},
    ])
    expect(code).toBe(1)
  })
})
