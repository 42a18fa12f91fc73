import {resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {pactExitCodes} from '../../../src/pact/exit-codes.js'
import {bodyOf, expectMendable, order1, pact, project, serve, started, verify} from './verify.js'

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
    expect(code).toBe(pactExitCodes.providerState)
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
    expect(code).toBe(pactExitCodes.providerState)
  })

  test('states without any module fail, unless they may be missing', async () => {
    const files = {'pacts/a.json': pact(needing('item exists'))}
    expect((await verify(files, started)).code).toBe(pactExitCodes.providerState)
    expect((await verify(files, [...started, '--allow-missing-states'])).code).toBe(0)
  })

  test('a handler that never ends fails the interaction', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exists')),
      'states.mjs': `export default {'item exists': () => new Promise(() => {})}`,
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs', '--request-timeout', '300ms'])
    expect(report.findings[0].message).toContain('the handler did not end within 300 ms.')
    expect(code).toBe(pactExitCodes.providerState)
  })

  test('a teardown that fails, fails the interaction', async () => {
    const files = {
      'pacts/a.json': pact(needing('item exists')),
      'states.mjs': `export default {'item exists': {setup() {}, teardown() { throw new Error('still locked') }}}`,
    }
    const {report, code} = await verify(files, [...started, '--states', 'states.mjs'])
    expect(report.findings[0].message).toContain('could not be torn down: still locked')
    expect(code).toBe(pactExitCodes.providerState)
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
    expect(code).toBe(pactExitCodes.providerState)
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
