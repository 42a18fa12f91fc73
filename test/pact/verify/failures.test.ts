import {describe, expect, test} from 'vitest'
import {pactExitCodes} from '../../../src/pact/exit-codes.js'
import {order1, pact, project, serve, started, verify} from './verify.js'

describe('a provider that does something else', () => {
  test('fails at the value in the pact that it does not meet', async () => {
    const files = {'pacts/a.json': pact([order1])}
    const {report, code, stdout} = await verify(files, started, {env: {MODE: 'wrong-body'}})
    expect(report.findings).toEqual([
      {
        rule: 'pact/body-mismatch',
        severity: 'error',
        message: expect.stringContaining('web: "a request for order 1" answers another body at $.id:'),
        location: {path: 'pacts/a.json', start: {line: 21, column: 17}, end: {line: 21, column: 18}},
      },
    ])
    expect(report.interactions[0].mismatches).toEqual([
      expect.objectContaining({rule: 'pact/body-mismatch', path: '$.id', expected: '1', actual: '"1"'}),
    ])
    expect(stdout).toContain('"outcome": "fail"')
    expect(code).toBe(1)
  })

  test('fails by status and header, with a command to try it', async () => {
    const interactions = [
      {...order1, description: 'missing', request: {method: 'GET', path: '/orders/99', query: {a: ['1', '2']}}},
      {
        ...order1,
        description: 'no header',
        response: {status: 200, headers: {'X-Kind': 'new', 'Content-Type': 'text/plain'}},
      },
    ]
    const made = project({'pacts/a.json': pact(interactions)})
    const {code, stdout} = await made.mesh(['pact', 'verify', 'pacts', ...started])
    expect(stdout).toMatch(/22:19 +error +web: "missing" answers 404 instead of 200\. pact\/status-mismatch/)
    expect(stdout).toMatch(
      /web: "no header" answers without the header "X-Kind", expected "new"\. pact\/header-mismatch/,
    )
    expect(stdout).toMatch(/web: "no header" answers with another header "Content-Type".* pact\/header-mismatch/)
    expect(stdout).toMatch(
      /\$ curl -i 'http:\/\/127\.0\.0\.1:\d+\/orders\/99\?a=1&a=2'\n {4}answered 404: \{"error":"not found"\}/,
    )
    expect(stdout).toMatch(/\n2 of 2 interactions failed for provider "orders"/)
    expect(code).toBe(1)
  })

  test('fails in the right one of two interactions with the same description', async () => {
    const url = await serve((request, response) => {
      response.statusCode = request.url === '/b' ? 500 : 200
      response.end()
    })
    const twins = ['/a', '/b'].map(path => ({
      description: 'twins',
      providerStates: [{name: path}],
      request: {method: 'GET', path},
      response: {status: 200},
    }))
    const {report} = await verify({'pacts/a.json': pact(twins)}, [
      '--provider',
      'orders',
      '--provider-url',
      url,
      '--allow-missing-states',
    ])
    expect(
      report.interactions.map(({states, outcome}: {states: string[]; outcome: string}) => [states, outcome]),
    ).toEqual([
      [['/a'], 'passed'],
      [['/b'], 'failed'],
    ])
  })

  test('may fail where the consumer says that it is pending', async () => {
    const pending = {...order1, type: 'Synchronous/HTTP', pending: true, response: {status: 418}}
    const {report, code} = await verify({'pacts/a.json': pact([pending], '4.0')}, started)
    expect(report.interactions[0].outcome).toBe('pending')
    expect(report.findings[0]).toMatchObject({rule: 'pact/status-mismatch', severity: 'info'})
    expect(code).toBe(0)
  })

  test('dies: its last words are told, and nothing is verified any more', async () => {
    const crash = {...order1, description: 'a crash', request: {method: 'GET', path: '/crash'}}
    const made = project({'pacts/a.json': pact([crash, order1])})
    const {code, stdout} = await made.mesh(['pact', 'verify', 'pacts', ...started])
    expect(stdout).toContain(
      'web: The provider gave no response: the connection was closed before the end of the answer (ECONNRESET). pact/no-response',
    )
    expect(stdout).toMatch(
      /✗ a request for order 1 · web .*\n {4}The provider gave no response: .*\(ECONN(REFUSED|RESET)\)\./,
    )
    expect(stdout).toMatch(
      /✗ The provider exited with code 7 during the verification\.\n(.*\n)* {4}\| Error: out of luck\n/,
    )
    expect(stdout).toMatch(/The provider's log: \S+server\.log/)
    expect(code).toBe(pactExitCodes.provider)
  })

  test('hangs: the request ends in time', async () => {
    const slow = {...order1, request: {method: 'GET', path: '/slow'}}
    const {report, code} = await verify({'pacts/a.json': pact([slow, order1])}, [
      ...started,
      '--request-timeout',
      '300ms',
    ])
    expect(report.findings).toMatchObject([
      {rule: 'pact/no-response', message: 'web: The provider gave no response: no answer within 300 ms.'},
    ])
    expect(report.interactions[1].outcome).toBe('passed')
    expect(code).toBe(1)
  })
})
