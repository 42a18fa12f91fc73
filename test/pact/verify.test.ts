import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {resolve} from 'node:path'
import {afterEach, describe, expect, test} from 'vitest'
import {type Outcome, Project, type RunOptions} from './mesh.js'

const fixture = `node ${resolve('test/fixtures/pact/provider.mjs')}`
const started = ['--provider', 'orders', '--start', fixture]

let projects: Project[] = []
let servers: Server[] = []

afterEach(async () => {
  for (const project of projects) project.remove()
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map(server => new Promise(done => server.close(done))))
  projects = []
  servers = []
})

function project(files: Readonly<Record<string, unknown>>): Project {
  const made = new Project(files)
  projects.push(made)
  return made
}

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(done => server.listen(0, host, done))
  const {port} = server.address() as AddressInfo // it listens on a port
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function pact(interactions: readonly object[], version = '3.0.0', more: object = {}) {
  return {
    consumer: {name: 'web'},
    provider: {name: 'orders'},
    interactions,
    metadata: {pactSpecification: {version}},
    ...more,
  }
}

const order1 = {
  description: 'a request for order 1',
  request: {method: 'GET', path: '/orders/1'},
  response: {status: 200, headers: {'Content-Type': 'application/json'}, body: {id: 1, status: 'open'}},
}

async function verify(files: Readonly<Record<string, unknown>>, args: readonly string[], options?: RunOptions) {
  const outcome = await project(files).mesh(['pact', 'verify', 'pacts', ...args, '--format', 'json'], options)
  return {...outcome, report: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)}
}

function expectMendable({code, stdout, stderr}: Outcome, message: RegExp): void {
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/\nhint: \S/)
  expect(stderr).not.toMatch(/^\s+at .*\/dist\//m)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

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
          request: {method: 'GET'},
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
    expect(code).toBe(1)
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

describe('provider states', () => {
  const needing = (...names: string[]) => [{...order1, providerStates: names.map(name => ({name, params: {id: 1}}))}]

  test('a handler that throws fails the interaction, and the provider is not asked', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    const files = {
      'pacts/a.json': pact([...needing('item exists'), {...order1, description: 'next', response: {status: 200}}]),
      'states.mjs': `export default {'item exists': async () => { throw new Error('db is down') }}`,
    }
    const {report, code} = await verify(files, [
      '--provider',
      'orders',
      '--provider-url',
      url,
      '--states',
      'states.mjs',
    ])
    expect(report.findings).toMatchObject([
      {
        rule: 'pact/provider-state',
        message: 'web: Provider state "item exists" could not be set up: db is down',
        location: {path: 'pacts/a.json', start: {line: 27, column: 19}},
      },
    ])
    expect(report.interactions.map(({outcome}: {outcome: string}) => outcome)).toEqual(['failed', 'passed'])
    // The first is the look whether it is there.
    expect(asked).toEqual(['/', '/orders/1'])
    expect(code).toBe(1)
  })

  test('a state without a handler fails the interaction, with the name that was meant', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exist')),
      'states.mjs': `export default {'item exists': () => {}}`,
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs'])
    expect(report.findings).toMatchObject([
      {
        rule: 'pact/provider-state',
        message: 'web: Provider state "item exist" has no handler. Did you mean "item exists"?',
        fix: expect.stringContaining('states module'),
      },
    ])
    expect(code).toBe(1)
  })

  test('states without any module fail, unless they may be missing', async () => {
    const files = {'pacts/a.json': pact(needing('item exists'))}
    expect((await verify(files, started)).code).toBe(1)
    expect((await verify(files, [...started, '--allow-missing-states'])).code).toBe(0)
  })

  test('a handler that never ends fails the interaction', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exists')),
      'states.mjs': `export default {'item exists': () => new Promise(() => {})}`,
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs', '--request-timeout', '300ms'])
    expect(report.findings[0].message).toContain('the handler did not end within 300 ms.')
    expect(code).toBe(1)
  })

  test('a teardown that fails, fails the interaction', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exists')),
      'states.mjs': `export default {'item exists': {setup() {}, teardown() { throw new Error('still locked') }}}`,
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs'])
    expect(report.findings[0].message).toContain('could not be torn down: still locked')
    expect(code).toBe(1)
  })

  test('handlers get parameters and the address, are called in order, and give values to the request', async () => {
    const generated = {
      ...order1,
      providerStates: [
        {name: 'first', params: {id: 5}},
        {name: 'second', params: {}},
      ],
      request: {
        method: 'GET',
        path: '/orders/1',
        generators: {path: {type: 'ProviderState', expression: '/orders/${orderId}', dataType: 'STRING'}},
      },
      response: {status: 200, body: {id: 5}},
    }
    const states = `
      import {appendFileSync} from 'node:fs'
      const note = (...words) => appendFileSync(new URL('./calls.txt', import.meta.url), words.join(' ') + '\\n')
      export const beforeEach = () => note('before')
      export const afterEach = () => note('after')
      export const stateHandlers = {
        first: {
          async setup({id}, {providerUrl, action}) {
            note('first', action)
            await fetch(providerUrl + '/_states', {method: 'POST', body: JSON.stringify({state: 'x', action, params: {id}})})
            return {orderId: id}
          },
          teardown: () => note('first teardown'),
        },
        second: () => note('second'),
      }
      console.log('This must not reach the report.')`
    const made = project({'pacts/a.json': pact([generated]), 'states.mjs': states})
    const {code, stdout} = await made.mesh([
      'pact',
      'verify',
      'pacts',
      ...started,
      '--states',
      'states.mjs',
      '--format',
      'json',
    ])
    expect(JSON.parse(stdout).findings).toEqual([])
    expect(made.read('calls.txt').trim().split('\n')).toEqual([
      'before',
      'first setup',
      'second',
      'first teardown',
      'after',
    ])
    expect(code).toBe(0)
  })

  test.each([
    ['a URL', (url: string) => `${url}/_states`],
    ['a path of the provider', () => '/_states'],
  ])('%s that answers 500 fails the interaction at once', async (_what, statesOf) => {
    const url = await serve(async (request, response) => {
      if (request.url === '/_states') response.statusCode = (await bodyOf(request)).includes('is down') ? 500 : 200
      else response.setHeader('content-type', 'application/json')
      response.end(request.url === '/_states' ? '{}' : '{"id":1,"status":"open"}')
    })
    const files = {'pacts/a.json': pact([...needing('the database is down'), ...needing('fine')])}
    const begin = performance.now()
    const {report, code} = await verify(files, [
      '--provider',
      'orders',
      '--provider-url',
      url,
      '--states',
      statesOf(url),
    ])
    expect(report.interactions.map(({outcome}: {outcome: string}) => outcome)).toEqual(['failed', 'passed'])
    expect(report.findings[0].message).toContain(`"${url}/_states" answers 500`)
    expect(performance.now() - begin).toBeLessThan(20_000)
    expect(code).toBe(1)
  })

  test('a module in TypeScript is loaded by what the project has for it', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exists')),
      'package.json': {name: 'p', type: 'module'},
      'states.ts': `import {type Name, names} from './names.js'\nexport default Object.fromEntries(names.map((name: Name) => [name, async (): Promise<void> => {}]))`,
      'names.ts': `export type Name = string\nexport const names: readonly Name[] = ['item exists'] as const`,
    }
    const made = project(files)
    const {symlinkSync} = await import('node:fs')
    symlinkSync(resolve('node_modules'), `${made.folder}/node_modules`)
    const {code, stderr} = await made.mesh(['pact', 'verify', 'pacts', ...started, '--states', 'states.ts'])
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test.each([
    ['does not exist', undefined, /The states module "states\.mjs" does not exist\./],
    ['cannot be parsed', 'export default {', /The states module ".*states\.mjs" cannot be loaded: SyntaxError/],
    ['throws', `throw new Error('no config')`, /cannot be loaded: Error: no config/],
    ['ends the process', 'process.exit(0)', /The process that verifies exited with code 0 before it was done\./],
    [
      'throws outside of a handler',
      `setTimeout(() => { throw new Error('late') }, 1); await new Promise(() => setTimeout(() => {}, 5000))`,
      /exited with code 1[\s\S]*late/,
    ],
  ])('a module that %s is told', async (_what, content, message) => {
    const files = {'pacts/a.json': pact(needing('item exists')), ...(content !== undefined && {'states.mjs': content})}
    expectMendable(await verify(files, [...started, '--states', 'states.mjs']), message)
  })
})

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

describe('never green by accident, never a hang', () => {
  const good = {'pacts/a.json': pact([order1])}

  test.each<[string, Record<string, unknown>, readonly string[], RegExp]>([
    ['no pact folder', {'a.txt': ''}, started, /Cannot read "pacts": it does not exist\./],
    ['an empty folder', {'pacts/.gitkeep': ''}, started, /There is no pact in "pacts"\./],
    ['a folder without pacts', {'pacts/package.json': {name: 'x'}}, started, /There is no pact in "pacts"\./],
    [
      'zero interactions',
      {'pacts/a.json': pact([])},
      started,
      /"pacts\/a\.json" has no interactions: verifying it would prove nothing\./,
    ],
    [
      'another provider',
      good,
      ['--provider', 'order', '--start', fixture],
      /There is no pact for provider "order" in "pacts"\. Did you mean "orders"\?/,
    ],
    [
      'no provider name',
      good,
      ['--start', fixture],
      /It is not said which provider is verified\.\nhint: .*The pacts are for "orders"\./,
    ],
    ['no provider address', good, ['--provider', 'orders'], /It is not said where the provider is\./],
    [
      'broken JSON',
      {...good, 'pacts/b.json': '{\n  "consumer": {"name": "web"},\n  "provider": oops\n}'},
      started,
      /"pacts\/b\.json" is not valid JSON: a value is expected, but there is "o" at 3:15\./,
    ],
    ['an empty file', {...good, 'pacts/b.json': ''}, started, /"pacts\/b\.json" is empty\./],
    ['a binary file', {...good, 'pacts/b.json': '\u0000\u0001'}, started, /"pacts\/b\.json" is a binary file/],
    [
      'an interaction without a response',
      {'pacts/a.json': pact([{description: 'x', request: {}}])},
      started,
      /Interaction 1 of "pacts\/a\.json" \(9:5\) has no response\./,
    ],
    [
      'a plugin',
      {
        'pacts/a.json': pact([order1], '4.0', {
          metadata: {pactSpecification: {version: '4.0'}, plugins: [{name: 'protobuf', version: '0.4'}]},
        }),
      },
      started,
      /needs the Pact plugin "protobuf"/,
    ],
    [
      'a refused connection',
      good,
      ['--provider', 'orders', '--provider-url', 'http://127.0.0.1:9'],
      /The provider at "http:\/\/127\.0\.0\.1:9" does not answer: the connection is refused\./,
    ],
    [
      'an address without a scheme',
      good,
      ['--provider', 'orders', '--provider-url', 'localhost:3000'],
      /"localhost:3000" is not the address of a provider\.\nhint: .*http:\/\/localhost:3000/,
    ],
    [
      'both addresses',
      good,
      [...started, '--provider-url', 'http://127.0.0.1:9'],
      /cannot also be provided when using --provider-url/,
    ],
    ['a bad duration', good, [...started, '--wait', 'soon'], /"soon" is no duration for --wait\./],
    [
      'a bad header',
      good,
      [...started, '--header', 'secret-without-colon'],
      /A header is not of the form "Name: value"\./,
    ],
    [
      'a provider that dies at start',
      good,
      ['--provider', 'orders', '--start', 'echo "Error: no config" >&2; exit 3'],
      /exited with code 3 before it was ready\.\n {2}\| Error: no config/,
    ],
    [
      'a port in use',
      good,
      [
        '--provider',
        'orders',
        '--start',
        `echo "Error: listen EADDRINUSE: address already in use :::9090" >&2; exit 1`,
      ],
      /hint: Port 9090 is in use\./,
    ],
  ])('%s is an error', async (_what, files, args, message) => {
    expectMendable(await verify(files, args), message)
  })

  test('a provider that never gets ready is an error, and is stopped', async () => {
    const outcome = await verify(good, [...started, '--wait', '700ms'], {env: {MODE: 'never-ready'}})
    expectMendable(outcome, /was not ready within 700 ms: "\/ready" answers 503 on port \d+\./)
  })

  test('a named file that is no pact, or for another provider, is an error', async () => {
    const files = {'package.json': {name: 'x'}, 'a.json': pact([order1], '3.0.0', {provider: {name: 'payments'}})}
    const made = project(files)
    expectMendable(await made.mesh(['pact', 'verify', 'package.json', ...started]), /"package\.json" is not a pact/)
    expectMendable(
      await made.mesh(['pact', 'verify', 'a.json', ...started]),
      /"a\.json" is a pact for provider "payments", not for "orders"\./,
    )
  })

  test('pacts of other providers in the folder are left out, and this is said', async () => {
    const files = {...good, 'pacts/b.json': pact([order1], '3.0.0', {provider: {name: 'payments'}})}
    const {stdout, code} = await project(files).mesh(['pact', 'verify', 'pacts', ...started])
    expect(stdout).toContain('· pacts/b.json is for provider "payments", not for "orders": left out.')
    expect(code).toBe(0)
  })

  test('the whole run has an end', async () => {
    const slow = {...order1, request: {method: 'GET', path: '/slow'}}
    const outcome = await verify({'pacts/a.json': pact([slow])}, [...started, '--timeout', '1500ms'])
    expectMendable(outcome, /did not end within 1\.5 s\. It was at interaction 1 of 1, "a request for order 1"\./)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops everything', async signal => {
    const slow = {...order1, request: {method: 'GET', path: '/slow'}}
    const outcome = await verify({'pacts/a.json': pact([slow])}, started, {interrupt: {after: 1500, signal}})
    expect(outcome.code).toBe(130)
    expect(outcome.stdout).toBe('')
  })

  const noting = `import {writeFileSync} from 'node:fs'\n`
  test.each([
    ['in a request', `export const requestFilter = () => writeFileSync('there.txt', '')`],
    ['in a handler that waits', `export default {slow: () => (writeFileSync('there.txt', ''), new Promise(() => {}))}`],
    ['in a handler that never gives way', `export default {slow() { for (writeFileSync('there.txt', ''); ; ); }}`],
  ])('killing mesh %s leaves nothing behind', async (_what, states) => {
    const slow = {...order1, providerStates: [{name: 'slow'}], request: {method: 'GET', path: '/slow'}}
    const made = project({'pacts/a.json': pact([slow]), 'states.mjs': noting + states})
    const words = ['pact', 'verify', 'pacts', ...started, '--states', 'states.mjs', '--allow-missing-states']
    const {code} = await made.mesh(words, {interrupt: {after: 'there.txt', signal: 'SIGKILL'}})
    expect(made.list('.')).toContain('there.txt')
    expect(code).toBeNull()
  })
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
