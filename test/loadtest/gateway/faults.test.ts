import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterEach, describe, expect, test} from 'vitest'
import {calmly} from './calmly.js'
import {check, closeServers, failure, faults, figuresOf, json, observations, serve} from './check.js'

afterEach(closeServers)

/** What a gateway does wrong about a service that fails. */
type Fault =
  | 'never-opens'
  | 'opens-late'
  | 'opens-for-404'
  | 'slow-refusal'
  | 'no-retry-after'
  | 'many-probes'
  | 'stays-open'
  | 'not-alive'
  | 'others-too'
  | 'waits'
  | 'says-500'
  | 'retries-all'
  | 'always-ready'

const openFor = 800

/** A service that can be made to fail, and a gateway before it with a breaker, right but for its faults. */
async function behind(
  ...wrong: Fault[]
): Promise<{readonly gateway: string; readonly hook: string; readonly orders: () => string}> {
  const has = (fault: Fault) => wrong.includes(fault)
  let fault = 'none'
  let requests = 0
  const service = await serve((request, response, body) => {
    if (request.url === '/fault') {
      fault = String(JSON.parse(body.toString()).fault)
      return json(response, 200, {requests})
    }
    if (request.url === '/ready') return json(response, fault === 'none' ? 200 : 503, {})
    requests++
    if (fault === 'fail') return json(response, 500, {errors: [{code: 'INTERNAL_ERROR'}]})
    if (fault === 'hang') return undefined
    return request.url === '/orders'
      ? json(response, 200, {data: []})
      : json(response, 404, {errors: [{code: 'ORDER_NOT_FOUND'}]})
  })
  let failures = 0
  let openUntil = 0
  let isTrying = false

  const ask = async (method: string, path: string) => {
    const tries = has('retries-all') ? 6 : 1
    for (let left = tries; ; left--) {
      const answer = await fetch(service + path, {method, signal: AbortSignal.timeout(has('waits') ? 3000 : 400)})
      const body = await answer.text()
      if (answer.status < 500 || left === 1) return {status: answer.status, body}
    }
  }
  const gateway = await serve(async (request, response) => {
    const now = performance.now()
    const path = request.url ?? '/'
    if (path === '/health') return json(response, has('not-alive') && failures > 0 ? 503 : 200, {})
    if (path === '/ready')
      return json(response, has('always-ready') ? 200 : (await fetch(`${service}/ready`)).status, {})
    const isOpen = openUntil > 0 && (now < openUntil || (isTrying && !has('many-probes')) || has('stays-open'))
    if (path === '/users')
      return isOpen && has('others-too') ? failure(response, 503, 'CIRCUIT_OPEN') : json(response, 200, {})
    if (isOpen) {
      if (has('slow-refusal')) await pause(80)
      return failure(response, 503, 'CIRCUIT_OPEN', has('no-retry-after') ? {} : {headers: {'retry-after': '1'}})
    }
    const isProbe = openUntil > 0
    if (isProbe) isTrying = true
    const answer = await ask(request.method ?? 'GET', path).catch(() => undefined)
    const isFailure = answer === undefined || answer.status >= (has('opens-for-404') ? 400 : 500)
    if (isFailure) {
      failures++
      const enough = has('opens-late') ? 12 : 5
      if (!has('never-opens') && (failures >= enough || isProbe)) openUntil = performance.now() + openFor
    } else {
      failures = 0
      openUntil = 0
    }
    if (isProbe) isTrying = false
    if (answer === undefined) failure(response, has('says-500') ? 500 : 504, 'UPSTREAM_TIMEOUT')
    else response.writeHead(answer.status, {'content-type': 'application/json'}).end(answer.body)
  })
  return {gateway, hook: `${service}/fault`, orders: () => fault}
}

const more = (hook: string) => ({fault: hook, openFor, otherPaths: ['/users'], upstreamTimeout: 1000})

describe('a gateway that does it right', () => {
  test.each(['breaker', 'timeouts', 'retries', 'readiness'])(
    'passes %s, and its service works afterwards',
    async name => {
      const {gateway, hook, orders} = await behind()
      const report = await check(gateway, [name], more(hook))
      expect(faults(report)).toEqual([])
      const seen = observations(report)
      expect(seen.filter(text => text.startsWith('good')).length, seen.join('\n')).toBeGreaterThanOrEqual(
        name === 'retries' ? 1 : 3,
      )
      expect(orders()).toBe('none')
    },
  )

  test('is said how its breaker behaves, with figures', async () => {
    await calmly(async () => {
      const {gateway, hook} = await behind()
      const report = await check(gateway, ['breaker'], more(hook))
      const told = report.lines?.[0]?.details?.join('\n')
      expect(told).toMatch(/After 100 answers of 404 the breaker is closed/)
      expect(told).toMatch(/After 5 failures the breaker is open/)
      expect(told).toMatch(/None of them reaches the service/)
      expect(told).toMatch(
        /ms after it opened, one request of 4 at once tries|s after it opened, one request of 4 at once tries/,
      )
      expect(told).toMatch(/It is closed: 20 of 20 requests are served/)
      const figures = figuresOf(report)
      expect(figures['failures']).toBe(5)
      expect(figures['probes']).toBe(1)
      expect(figures['openFor']).toBeGreaterThanOrEqual(openFor)
    })
  })
})

test.each<[Fault, string, RegExp]>([
  ['never-opens', 'breaker', /After 30 failures in a row the breaker is still closed/],
  ['opens-late', 'breaker', /The breaker opened after 12 failures; it is to be within 5/],
  ['opens-for-404', 'breaker', /After \d answers of 404 the breaker is open: mistakes of callers are counted/],
  ['slow-refusal', 'breaker', /Refusals take [\d.]+ ms at p95; 50\.0 ms are allowed/],
  ['no-retry-after', 'breaker', /"Retry-After" of the refusal is "missing"/],
  ['many-probes', 'breaker', /\d requests at once reach the service instead of one/],
  ['stays-open', 'breaker', /the breaker has tried nothing/],
  ['not-alive', 'breaker', /"\/health" answers 503 while the service fails/],
  ['others-too', 'breaker', /"GET \/users" is answered with 503, although its service works/],
  ['waits', 'timeouts', /That is later than 1 s, when a gateway is to give up/],
  ['says-500', 'timeouts', /is answered for with 500 after .*; it is to be 504/],
  ['retries-all', 'retries', /One GET that is answered with 500 reached the service 6 times; 4 times are allowed/],
  ['always-ready', 'readiness', /after the service behind it failed "\/ready" does not say so with 503/],
])(
  '%s is seen by %s',
  async (wrong, name, message) => {
    await calmly(async () => {
      const {gateway, hook, orders} = await behind(wrong)
      const report = await check(gateway, [name], more(hook))
      expect(report.outcome).toBe('fail')
      expect(faults(report)).toContainEqual(expect.stringMatching(message))
      expect(orders(), 'the service works again').toBe('none')
    })
  },
  60_000,
)

describe('the fault hook', () => {
  test('may be a command, which gets the fault as its last word', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mesh-fault-'))
    const log = join(folder, 'log')
    const script = join(folder, 'fault.cjs')
    const {gateway, hook} = await behind()
    writeFileSync(
      script,
      `const [, , fault] = process.argv
require('node:fs').appendFileSync(${JSON.stringify(log)}, fault + '\\n')
fetch(${JSON.stringify(hook)}, {method: 'POST', body: JSON.stringify({fault})}).then(async answer => console.log('told', '\\n' + (await answer.text())))`,
    )
    const report = await check(gateway, ['retries'], {...more(`node ${script}`)})
    expect(observations(report)).toContainEqual('good: One GET that is answered with 500 reached the service once.')
    const words = readFileSync(log, 'utf8').trim().split('\n')
    expect(new Set(words)).toEqual(new Set(['none', 'fail']))
    expect(words.at(-1)).toBe('none')
  })

  test('that fails, or is another machine, ends the run with what to do', async () => {
    const {gateway, hook} = await behind()
    await expect(check(gateway, ['breaker'], more('exit 3 #'))).rejects.toThrow(
      /The fault hook "exit 3 # none" ended with 3/,
    )
    await expect(check(gateway, ['breaker'], more(hook.replace('/fault', '/nothing')))).rejects.toThrow(
      /answered 404 to "none"/,
    )
    await expect(check(gateway, ['breaker'], more('http://192.0.2.1/fault'))).rejects.toThrow(/may not be loaded/)
  })

  test('is needed: without it the check says so, and is no success', async () => {
    const {gateway} = await behind()
    const report = await check(gateway, ['breaker'])
    expect(report.outcome).toBe('inconclusive')
    expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: It was not tried: it needs --fault/)])
    await expect(check(gateway, ['breaker'], {destructive: false})).rejects.toThrow(
      /makes the service behind the gateway fail for everybody/,
    )
  })
})

test('after Ctrl-C the service is made to work again, and what was seen is told', async () => {
  const {gateway, hook, orders} = await behind('stays-open')
  const controller = new AbortController()
  const running = check(gateway, ['breaker'], {...more(hook), openFor: 20_000}, {signal: controller.signal})
  while (orders() !== 'fail') await pause(20)
  await pause(300)
  controller.abort(new Error('Ctrl-C'))
  const report = await running
  expect(orders()).toBe('none')
  expect(report.summary).toMatch(/^Interrupted\. /)
  expect(observations(report).at(-1)).toBe('doubtful: It was interrupted.')
  expect(observations(report).length).toBeGreaterThan(2)
})
