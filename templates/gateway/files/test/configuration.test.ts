import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {ConfigError, environmentExample} from '../src/platform/config/environment.js'
import {readLayout} from '../src/routes/read-layout.js'
import {readSettings, settingsSchema} from '../src/settings.js'

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** What a gateway.yaml is told. */
function problemsOf(text: string, environment: Record<string, string> = {}): readonly string[] {
  try {
    readLayout(text, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const route = 'name: orders, prefix: /api/v1/orders, upstream: "http://127.0.0.1:3001"'

const fixed = (origin: string) => ({kind: 'fixed', instances: [{origin, host: new URL(origin).host, weight: 1}]})

/** `${NAME}` as gateway.yaml writes it. */
const variable = (text: string) => `$\{${text}}`

describe('gateway.yaml', () => {
  test('of this project is right', () => {
    expect(problemsOf(file('gateway.yaml'))).toEqual([])
  })

  test('gives a route the numbers of the standard and closes it', () => {
    expect(readLayout(`routes: [{${route}}]`, {}).routes).toEqual([
      {
        name: 'orders',
        prefix: '/api/v1/orders',
        source: fixed('http://127.0.0.1:3001'),
        balance: 'least-connections',
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        public: false,
        scopes: [],
        roles: [],
        policy: undefined,
        rateLimit: 'api',
        timeout: 10_000,
        duration: 30_000,
        bodyLimit: 10_485_760,
        concurrency: {running: 100, waiting: 50},
        breaker: {trip: {consecutive: 5, ratio: 0.5, minimumCalls: 10, window: 10_000}, openFor: 30_000},
        retries: {attempts: 1, budget: 0.2},
        probe: undefined,
        webSocket: undefined,
        graphql: undefined,
        ready: '/ready',
      },
    ])
  })

  test('takes what a route says before the defaults, and those before the standard', () => {
    const {
      routes: [first],
    } = readLayout(
      `
defaults: {timeout: 2s, breaker: {openFor: 1m, consecutive: 3}}
routes: [{${route}, timeout: 500ms, bodyLimit: 64kB, breaker: {consecutive: 9}, ready: false}]
`,
      {},
    )
    expect(first).toMatchObject({timeout: 500, bodyLimit: 65_536, duration: 30_000, ready: undefined})
    expect(first?.breaker).toMatchObject({openFor: 60_000, trip: {consecutive: 9, ratio: 0.5}})
  })

  test('takes addresses from the environment', () => {
    const text = `routes: [{name: a, prefix: /a, upstream: "${variable('A_URL:-http://127.0.0.1:1')}"}]`
    expect(readLayout(text, {}).routes[0]?.source).toEqual(fixed('http://127.0.0.1:1'))
    expect(readLayout(text, {A_URL: 'https://a.example.com/'}).routes[0]?.source).toEqual(
      fixed('https://a.example.com'),
    )
    expect(problemsOf(text.replace(':-http://127.0.0.1:1', ''))[0]).toContain('A_URL is not set')
  })

  test.each([
    [`routes: [{${route}, timout: 5s}]`, 'routes[0] (orders): "timout" is not known. Did you mean "timeout"?'],
    [`routes: [{${route}, breaker: {openfor: 5s}}]`, 'Did you mean "openFor"?'],
    [`routes: [{${route}, xyz: 1}]`, '"xyz" is not known. Known are name, prefix'],
    ['route: []\nroutes: []', 'The file: "route" is not known. Did you mean "routes"?'],
    [`routes: [{${route}, timeout: 5}]`, 'routes[0] (orders).timeout: must be a time such as 500ms, 10s or 2m.'],
    [`routes: [{${route}, timeout: 0s}]`, 'must be a time'],
    [`routes: [{${route}, bodyLimit: 5 GB}]`, 'must be a size such as 64kB or 10MB.'],
    [`routes: [{${route}, timeout: 1m}]`, '"orders" waits longer for the beginning of an answer than for its end.'],
    [`routes: [{${route}, rateLimit: fast}]`, 'rateLimit'],
    [`routes: [{${route}, public: "yes"}]`, 'public'],
    [`routes: [{${route}, public: true, roles: [admin]}]`, '"orders" is public: its scopes and roles'],
    [`routes: [{${route}}, {${route}}]`, 'Two routes have the name "orders".'],
    ['routes: [{name: a, prefix: /a/, upstream: "http://x"}]', 'without slash at the end'],
    ['routes: [{name: a, prefix: "/a/*", upstream: "http://x"}]', 'must be a path such as'],
    ['routes: [{name: a, prefix: /ready, upstream: "http://x"}]', 'belongs to the gateway itself'],
    ['routes: [{name: a, prefix: /a, upstream: "http://x/base"}]', 'must be an address without path'],
    ['routes: [{name: a, prefix: /a, upstream: "ftp://x"}]', 'must be an address without path'],
    ['routes: [{name: a, prefix: /a}]', 'upstream'],
    ['routes: {', 'unexpected end of the stream'],
    ['', 'the input is empty'],
  ])('that says %s is refused', (text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem)
  })

  test('is told everything at once', () => {
    expect(problemsOf('routes: [{name: A, prefix: a, upstream: b, c: 1}]')).toHaveLength(4)
  })
})

describe('the environment', () => {
  test('has a file of examples that is up to date: npm run env', () => {
    expect(file('.env.example')).toBe(environmentExample(settingsSchema))
  })

  test('of production must name a real issuer of tokens', () => {
    expect(() => readSettings({NODE_ENV: 'production'})).toThrow(/JWKS_URL is not set/)
    const keys = {JWKS_URL: 'https://issuer.example.com/jwks.json', JWT_ISSUER: 'a', JWT_AUDIENCE: 'b'}
    expect(readSettings({NODE_ENV: 'production', ...keys}).JWKS_URL).toBe(keys.JWKS_URL)
  })
})
