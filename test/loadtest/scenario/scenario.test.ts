import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, afterEach, expect, test} from 'vitest'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-scenario-'))
const shop = await startShop()

afterAll(async () => {
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

afterEach(() => {
  shop.seen.length = 0
  shop.delay = 0
  shop.failing.length = 0
})

function file(text: string, name = 'scenario.yaml'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

interface Iterations {
  readonly scenario: string
  readonly completed: number
  readonly failed: number
  readonly unfinished: number
  readonly duration: {readonly p50: number; readonly max: number}
}

async function play(text: string, request: object = {}) {
  const outcome = await load(shop.url, {scenario: file(text), 'allow-writes': true, rate: '20/s', ...request})
  // Scenarios are among the figures of a run that plays some.
  const {iterations} = outcome.figures as unknown as {iterations: readonly Iterations[]}
  return {...outcome, iterations}
}

const lines = (pattern: RegExp) => shop.seen.filter(({line}) => pattern.test(line))

const buying = `
headers: {X-Shop: main}
scenarios:
  buy:
    steps:
      - request: POST /login
        form: {user: 'ann & bob'}
        capture: {token: /token}
      - request: POST /orders
        headers: {Authorization: 'Bearer {{ token }}'}
        body: {item: pen, count: 2, key: '{{ $uuid }}', text: 'for {{ token }}'}
        capture:
          id: $.data.id
          name: {json: /data/items/0/name}
          link: {header: Location}
          number: {header: location, regex: 'o-(\\d+)$'}
        expect: {status: 201}
      - name: read
        request: GET /orders/{{ id }}
        query: {by: '{{ name }} / {{ number }}', page: 1}
        expect: {json: {/data/id: '{{ id }}', /data/order/count: 2}}
      - request: GET {{ link }}
      - request: DELETE /orders/{{ id }}
        expect: {status: 2xx}
`

test('what answers hold is sent in later steps, in paths, queries, headers and bodies', async () => {
  const {figures, iterations, report} = await play(buying, {thresholds: ['errors<50%', 'read: p50<5s']})
  expect(iterations).toMatchObject([{scenario: 'buy', completed: 20, failed: 0, unfinished: 0}])
  expect(figures).toMatchObject({errors: {}, requests: {planned: 100, sent: 100, completed: 100}})
  expect(figures.operations.map(({name, requests}) => [name, requests])).toEqual([
    ['POST /login', 20],
    ['POST /orders', 20],
    ['read', 20],
    ['GET {link}', 20],
    ['DELETE /orders/{id}', 20],
  ])
  // The pre-flight is one more.
  expect(lines(/^POST \/login$/).map(({body}) => body)).toEqual(Array(21).fill('user=ann+%26+bob'))
  const made = lines(/^POST \/orders$/)
  expect(new Set(made.map(({headers}) => headers.authorization))).toEqual(new Set(['Bearer token-of-ann & bob']))
  expect(new Set(made.map(({headers}) => headers['x-shop']))).toEqual(new Set(['main']))
  expect(made.map(({body}) => JSON.parse(body))).toEqual(
    Array(21).fill({
      item: 'pen',
      count: 2,
      key: expect.stringMatching(/^[\da-f-]{36}$/),
      text: 'for token-of-ann & bob',
    }),
  )
  expect(new Set(made.map(({body}) => JSON.parse(body).key)).size).toBe(21)
  const [first] = lines(/^GET \/orders\/o-\d+\?/)
  expect(first?.line).toBe('GET /orders/o-1?by=pen%20%2F%201&page=1')
  expect(lines(/^GET \/orders\/o-\d+$/)).toHaveLength(21)
  expect(report.lines?.[0]?.text).toMatch(/: 20 iterations with 100 requests at 20\/s in 1 s, /)
  expect(report.tables?.at(-1)).toMatchObject({
    title: 'Scenarios',
    rows: [['buy', '20', '0', '0', ...Array(3).fill(expect.stringMatching(/s$/))]],
  })
}, 30_000)

test('a step is due when the one before it is over and its pause has passed', async () => {
  shop.delay = 30
  const {figures, iterations} = await play(
    'scenarios: {look: {steps: [{request: "GET /a?{{ $iteration }}", think: 200ms}, {request: "GET /b?{{ $iteration }}"}, {think: 50ms-100ms}, {request: GET /c}]}}',
    {rate: '10/s'},
  )
  expect(iterations).toMatchObject([{completed: 10}])
  // Three answers and two pauses; the target's own delays are the measure for the response times.
  expect(iterations[0]?.duration.p50).toBeGreaterThanOrEqual(3 * 30 + 200 + 50)
  const first = new Map(lines(/^GET \/a/).map(({line, at}) => [line.slice(6), at]))
  const pauses = lines(/^GET \/b/).map(({line, at}) => at - (first.get(line.slice(6)) ?? Number.NaN))
  expect(pauses).toHaveLength(11)
  // Timers may fire a part of a millisecond early; the pre-flight makes no pauses.
  expect(pauses.slice(1).every(pause => pause >= 200 + 30 - 2)).toBe(true)
  // A pause is no part of a response time.
  expect(figures.latency.response.p50).toBeLessThan(200)
}, 30_000)

test('a target that stalls is not asked less, and every step waits from when it was due', async () => {
  shop.delay = 400
  const {figures} = await play('scenarios: {look: {steps: [{request: GET /a}, {request: GET /b}]}}', {
    rate: '40/s',
    connections: 4,
    timeout: '30s',
  })
  // 80 requests of 0.4 s by four connections take eight seconds, of which one is the run.
  expect(figures.requests.planned).toBe(80)
  expect(figures.requests.completed).toBe(80)
  expect(figures.latency.response.p50).toBeGreaterThan(figures.latency.service.p50 * 2)
  expect(figures.waiting.requests).toBeGreaterThan(60)
  expect(figures.connections.peak).toBe(4)
  expect(figures.verdict).toBe('invalid')
}, 30_000)

test('scenarios take turns by their weights, loops are taken so often, and rows come as they are asked for', async () => {
  file('name,size\nann,1\n"bob, the ""second""",2\n\ncleo,3\n', 'names.csv')
  file(JSON.stringify(Array.from({length: 40}, (_, index) => ({id: index, tags: ['a']}))), 'ids.json')
  const text = `
seed: 3
data:
  names: {file: names.csv}
  lots: {file: names.csv, order: random}
  ids: {file: ids.json, order: unique}
scenarios:
  read:
    weight: 3
    steps:
      - repeat: 2
        steps:
          - request: GET /names/{{ names.name }}?id={{ ids.id }}&lot={{ lots.name }}
  write: {steps: [{request: POST /x, body: {id: '{{ ids.id }}', whole: '{{ ids }}', iteration: '{{ $iteration }}'}}]}
`
  const {iterations} = await play(text)
  expect(iterations).toMatchObject([
    {scenario: 'read', completed: 15},
    {scenario: 'write', completed: 5},
  ])
  const reads = lines(/^GET \/names/).map(({line}) => new URL(line.slice(4), shop.url))
  expect(reads).toHaveLength(31)
  const names = reads.slice(1).map(({pathname}) => decodeURIComponent(pathname))
  for (const name of ['ann', 'bob, the "second"', 'cleo'])
    expect(names.filter(each => each === `/names/${name}`)).toHaveLength(10)
  const writes = lines(/^POST/).map(({body}) => JSON.parse(body))
  const used = [...reads.slice(1).map(({searchParams}) => Number(searchParams.get('id'))), ...writes.map(({id}) => id)]
  // Each iteration has a row of its own, that of the pre-flight among them.
  expect(new Set(used).size).toBe(21)
  expect(writes[0].whole).toEqual({id: writes[0].id, tags: ['a']})
  const lots = reads.map(({searchParams}) => searchParams.get('lot'))
  expect(new Set(lots).size).toBeGreaterThan(1)

  // The same seed chooses the same rows, whatever the order in which requests arrive.
  shop.seen.length = 0
  await play(text)
  const again = lines(/^GET \/names/).map(({line}) => new URL(line.slice(4), shop.url))
  const pairs = (urls: readonly URL[]) =>
    urls.map(({searchParams}) => `${searchParams.get('id')} ${searchParams.get('lot')}`).sort()
  expect(pairs(again)).toEqual(pairs(reads))
}, 30_000)

test('an answer that is not what it has to be is an error by its class, and ends the iteration', async () => {
  const text = `
scenarios:
  look:
    steps:
      - request: GET /orders
        expect: {json: {/query: '/orders'}}
        capture: {query: /query}
      - {name: after, request: GET /after}
`
  // Every answer of the second half is another one.
  shop.failing.push(...Array(20), ...Array(100).fill(200))
  const {figures, iterations} = await play(text, {rate: '20/s'})
  const [first, after] = figures.operations
  expect(iterations[0]?.failed).toBeGreaterThan(3)
  expect(iterations[0]?.completed).toBeGreaterThan(3)
  expect(first?.requests).toBe(20)
  expect(figures.errors['expect']).toBeGreaterThan(3)
  expect(first?.statuses[200]).toBe(20 - (figures.errors['expect'] ?? 0))
  // What went wrong is followed by nothing; an answer 200 without what is expected of it was no success.
  expect(after?.requests).toBe(first?.statuses[200])
  expect(figures.errorRate).toBeCloseTo((figures.errors['expect'] ?? 0) / figures.requests.sent, 6)
}, 30_000)

test('a status of 400 and above that is expected is no error, and 429 is the work of a limiter', async () => {
  const expected = await play(
    'scenarios: {look: {steps: [{request: GET /orders/none, expect: {status: [404, 2xx]}}, {request: GET /ok}]}}',
  )
  expect(expected.figures).toMatchObject({statuses: {200: 20, 404: 20}, errorRate: 0, errors: {}})
  expect(expected.iterations).toMatchObject([{completed: 20, failed: 0}])

  shop.failing.push(...Array(20), 429, 429, 503)
  const {figures, iterations} = await play('scenarios: {look: {steps: [{request: GET /a}, {request: GET /b}]}}')
  expect(figures.statuses).toMatchObject({429: 2, 503: 1})
  expect(iterations[0]?.failed).toBe(3)
  expect(figures.errorRate).toBeCloseTo(1 / figures.requests.sent, 6)
}, 30_000)

test('users play one iteration after the other, each with a row of its own', async () => {
  file('user\na\nb\nc\nd\n', 'users.csv')
  shop.delay = 20
  const {figures, iterations, report} = await play(
    'data: {people: {file: users.csv, order: unique}}\nscenarios: {look: {steps: [{request: "GET /{{ people.user }}/{{ $user }}"}, {request: GET /next}]}}',
    {rate: undefined, mode: 'max', users: 3, think: '50ms', duration: '1s'},
  )
  expect(figures.engine).toMatch(/closed loop$/)
  expect(iterations[0]?.completed).toBeGreaterThan(10)
  expect(iterations[0]?.completed).toBeLessThanOrEqual(36)
  expect(new Set(lines(/^GET \/\w\/\d$/).map(({line}) => line))).toEqual(new Set(['GET /a/0', 'GET /b/1', 'GET /c/2']))
  expect(report.lines?.[0]?.text).toMatch(/iterations with \d+ requests of 3 users in 1 s/)
}, 30_000)

test('a run that is interrupted tells what it has seen, and what was still under way', async () => {
  shop.delay = 5
  const controller = new AbortController()
  const begun = expect.poll(() => shop.seen.length, {interval: 5, timeout: 20_000}).toBeGreaterThan(5)
  begun.then(() => controller.abort())
  const {figures} = await load(
    shop.url,
    {
      scenario: file('scenarios: {look: {steps: [{request: GET /a, think: 1h}, {request: GET /b}]}}'),
      rate: '20/s',
      duration: '60s',
    },
    {signal: controller.signal},
  )
  const {iterations} = figures as unknown as {iterations: readonly Iterations[]}
  expect(figures).toMatchObject({interrupted: true, requests: {unsent: 0}})
  expect(iterations[0]?.unfinished).toBe(figures.requests.sent)
  expect(figures.requests.completed).toBe(figures.requests.sent)
  expect(figures.requests.sent).toBeGreaterThan(3)
}, 30_000)
