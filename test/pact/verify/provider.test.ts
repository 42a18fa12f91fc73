import {describe, expect, test} from 'vitest'
import {fixture, order1, pact, project, serve, started, verify} from './verify.js'

describe('a provider that does what it should', () => {
  test('is started, verified and stopped', async () => {
    const {code, report} = await verify({'pacts/web-orders.json': pact([order1])}, started)
    expect(report).toMatchObject({
      outcome: 'pass',
      findings: [],
      provider: {name: 'orders', started: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)},
      pacts: [{path: 'pacts/web-orders.json', consumer: 'web', interactions: 1}],
      interactions: [
        {
          pact: 'pacts/web-orders.json',
          line: 10,
          consumer: 'web',
          description: 'a request for order 1',
          states: [],
          outcome: 'passed',
          request: {method: 'GET', curl: expect.stringContaining('/orders/1')},
          status: 200,
          mismatches: [],
        },
      ],
    })
    expect(report.provider.readyAfterMs).toBeGreaterThan(0)
    expect(code).toBe(0)
  })

  test('is verified from the configuration alone', async () => {
    const config = `pact: {provider: orders, start: '${fixture}', states: test/states.mjs}`
    const states = `export const stateHandlers = {'order 1 exists': async () => {}}`
    const made = project({
      'mesh.yaml': config,
      'test/states.mjs': states,
      'pacts/web-orders.json': pact([{...order1, providerStates: [{name: 'order 1 exists'}]}]),
    })
    const {code, stdout} = await made.mesh(['pact', 'verify'])
    expect(stdout).toMatch(/^✓ a request for order 1 · web, given "order 1 exists" \(\d+ ms\)\n/)
    expect(stdout).toMatch(/\n1 of 1 interactions verified for provider "orders" \(1 pact, .*\)\.\n$/)
    expect(code).toBe(0)
  })

  test('gets the very bytes of the pact, and numbers are compared as they are written', async () => {
    const text = JSON.stringify(
      pact([
        {
          description: 'a new order',
          request: {
            method: 'POST',
            path: '/orders',
            headers: {'Content-Type': 'application/json'},
            body: {price: '<price>', big: '<big>'},
          },
          response: {
            status: 201,
            headers: {Location: '/orders/7'},
            body: {raw: '{"big":12345678901234567890,"price":10.0}'},
          },
        },
      ]),
    )
    const exact = text.replace('"<price>"', '10.0').replace('"<big>"', '12345678901234567890')
    const {report, code} = await verify({'pacts/a.json': exact}, started)
    expect(report.findings).toEqual([])
    expect(code).toBe(0)
  })

  test.each(['1.0.0', '2.0.0', '4.0'])('is verified by a pact of version %s', async version => {
    const state = version === '4.0' ? {providerStates: [{name: 'one', params: {}}]} : {providerState: 'one'}
    const response =
      version === '4.0'
        ? {status: 200, body: {content: {id: 1, status: 'open'}, contentType: 'application/json', encoded: false}}
        : order1.response
    const interaction = {...order1, ...state, response, ...(version === '4.0' && {type: 'Synchronous/HTTP'})}
    const files = {
      'pacts/a.json': pact([interaction], version),
      'states.mjs': 'export default {one: () => {}}',
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs'])
    expect(report.findings).toEqual([])
    expect(report.interactions[0].states).toEqual(['one'])
    expect(code).toBe(0)
  })

  test('gets headers of the command line, which are not shown', async () => {
    const files = {'pacts/a.json': pact([order1])}
    const env = {MODE: 'secret'}
    expect((await verify(files, [...started, '--header', 'Authorization: Bearer good'], {env})).code).toBe(0)
    const bad = await project(files).mesh(
      ['pact', 'verify', 'pacts', ...started, '-H', 'Authorization: Bearer bad-secret'],
      {env},
    )
    expect(bad.code).toBe(1)
    expect(bad.stdout).toContain(`curl -i -H 'authorization: …' 'http://127.0.0.1:`)
    expect(bad.stdout).not.toContain('bad-secret')
  })

  test('may be behind a path, and on ::1', async () => {
    const url = await serve((request, response) => {
      response.setHeader('content-type', 'application/json')
      response.statusCode = request.url === '/base/orders/1' ? 200 : 404
      response.end('{"id":1,"status":"open"}')
    }, '::1')
    const {code} = await verify({'pacts/a.json': pact([order1])}, [
      '--provider',
      'orders',
      '--provider-url',
      `${url}/base/`,
    ])
    expect(code).toBe(0)
  })

  test('may answer with a redirect, which is not followed', async () => {
    const moved = (location: string) => ({
      description: `moved to ${location}`,
      request: {method: 'GET', path: '/moved'},
      response: {
        status: 302,
        headers: {Location: location},
        matchingRules: {header: {Location: {matchers: [{match: 'regex', regex: `${location}\\d+`}]}}},
      },
    })
    const {report} = await verify({'pacts/a.json': pact([moved('/orders/'), moved('/other/')])}, started)
    expect(report.interactions.map(({outcome}: {outcome: string}) => outcome)).toEqual(['passed', 'failed'])
    expect(report.findings).toMatchObject([
      {rule: 'pact/header-mismatch', message: expect.stringContaining('another header "Location"')},
    ])
  })

  test('is verified whatever the environment says about brokers, filters and proxies', async () => {
    const env = {
      PACT_BROKER_BASE_URL: 'http://127.0.0.1:9',
      PACT_DESCRIPTION: 'nothing is called so',
      HTTP_PROXY: 'http://127.0.0.1:9',
      http_proxy: 'http://127.0.0.1:9',
    }
    const {report, code} = await verify({'pacts/a.json': pact([order1])}, started, {env})
    expect(report.interactions).toHaveLength(1)
    expect(code).toBe(0)
  })
})
