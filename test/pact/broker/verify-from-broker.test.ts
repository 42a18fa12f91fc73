import {resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {brokerScene} from './scene.js'

const fixture = `node ${resolve('test/fixtures/pact/provider.mjs')}`

const scene = brokerScene()

const good = {
  description: 'a request for order 1',
  request: {method: 'GET', path: '/orders/1'},
  response: {status: 200, body: {id: 1}},
}
const bad = {...good, description: 'a request for a string', response: {status: 200, body: {id: 'one'}}}

/** Publishes a version of a consumer on a branch. */
function published(consumer: string, branch: string, interactions: readonly object[]): string {
  const version = scene.broker.store.version(consumer, `${consumer}-1`)
  version.branches.add(branch)
  const content = {
    consumer: {name: consumer},
    provider: {name: 'orders'},
    interactions: interactions.map(each => ({...each})),
    metadata: {pactSpecification: {version: '3.0.0'}},
  }
  const pact = scene.broker.store.keep(consumer, 'orders', content)
  version.pacts.set('orders', pact)
  return pact.sha
}

/** A result of an earlier version of the provider: its pact is pending no more. */
function verifiedBefore(sha: string): void {
  scene.broker.store.results.push({id: 1, sha, provider: 'orders', providerVersion: '0', success: true, body: {}})
}

async function verify(...words: string[]) {
  const all = ['pact', 'verify', '--from-broker', '--provider', 'orders', '--start', fixture, '--format', 'json']
  const outcome = await scene.project.mesh([...all, ...words], {env: {PACT_BROKER_BASE_URL: scene.broker.url}})
  return {...outcome, report: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)}
}

const version = ['--publish', '--provider-version', '2', '--branch', 'main']

describe('mesh pact verify --from-broker', () => {
  test('verifies what the broker has, and tells it how each interaction did', async () => {
    verifiedBefore(published('web', 'main', [good, bad]))
    const {code, report} = await verify(...version)
    expect(code).toBe(1)
    expect(report.interactions.map((each: {outcome: string}) => each.outcome)).toEqual(['passed', 'failed'])
    // The page of the pact, and a line that an editor can show.
    expect(report.findings[0].location.path).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/pacts\/provider\/orders\/consumer\/web/,
    )
    expect(report.findings[0].location.start.line).toBeGreaterThan(5)
    expect(scene.broker.store.results.at(-1)).toMatchObject({providerVersion: '2', success: false})
    expect(scene.broker.store.results.at(-1)?.body).toMatchObject({
      testResults: [
        {interactionId: expect.stringMatching(/^[0-9a-f]{40}$/), success: true},
        {success: false, mismatches: [{attribute: 'body', identifier: '$.id', description: expect.any(String)}]},
      ],
      verifiedBy: {implementation: 'mesh'},
    })
    expect([...(scene.broker.store.find('orders', '2')?.branches ?? [])]).toEqual(['main'])
  })

  test('a pact that was never verified may fail: it is pending, and the broker knows the failure', async () => {
    published('web', 'main', [bad])
    const {code, report} = await verify(...version)
    expect(code).toBe(0)
    expect(report.interactions[0].outcome).toBe('pending')
    expect(report.summary).toContain('1 pending failed')
    expect(scene.broker.store.results.at(-1)).toMatchObject({success: false})
    expect((await verify('--no-pending')).code).toBe(1)
  })

  test('work in progress of other branches is tried where a day is said, and may fail', async () => {
    verifiedBefore(published('web', 'main', [good]))
    published('app', 'feat/new', [bad])
    const without = await verify()
    expect(without.report.pacts.map((each: {consumer: string}) => each.consumer)).toEqual(['web'])
    const {code, report} = await verify('--wip-since', '2026-01-01')
    expect(code).toBe(0)
    expect(report.pacts).toMatchObject([
      {consumer: 'web', pending: false},
      {consumer: 'app', pending: true, wip: true},
    ])
    expect(report.interactions.map((each: {outcome: string}) => each.outcome)).toEqual(['passed', 'pending'])
    expect(await verify('--wip-since', 'yesterday')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"yesterday" is no day for --wip-since.'),
    })
  })

  test('tells nobody unless asked to', async () => {
    published('web', 'main', [good])
    expect((await verify()).code).toBe(0)
    expect(scene.broker.store.results).toEqual([])
  })

  test('takes names with blanks and umlauts, and selectors', async () => {
    published('Büro & Web', 'main', [good])
    const {code, report} = await verify('--selector', '{"mainBranch": true}')
    expect(code).toBe(0)
    expect(report.pacts[0]).toMatchObject({consumer: 'Büro & Web', pending: true})
    expect(await verify('--selector', 'main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no selector'),
    })
  })

  test('no pact at all is no success', async () => {
    expect(await verify()).toMatchObject({code: 7, stderr: expect.stringContaining('has no pact to verify')})
  })

  test('part of a verification is not published', async () => {
    published('web', 'main', [good, bad])
    const {code, stderr} = await verify(...version, '--description', 'order 1')
    expect(code).toBe(2)
    expect(stderr).toContain('its results cannot be published')
  })

  test('a broker that cannot be reached has an exit code of its own', async () => {
    const outcome = await scene.project.mesh(
      ['pact', 'verify', '--from-broker', '--provider', 'orders', '--start', fixture],
      {
        env: {PACT_BROKER_BASE_URL: 'http://127.0.0.1:1'},
      },
    )
    expect(outcome.code).toBe(4)
  })

  test('the newest pacts of the broker are checked against a contract', async () => {
    published('web', 'main', [good])
    published('app', 'main', [{...good, description: 'nobody', request: {method: 'GET', path: '/nowhere'}}])
    const operation = '{get: {responses: {"200": {description: An order., content: {application/json: {schema: {}}}}}}}'
    scene.project.write(
      'openapi.yaml',
      `openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {/orders/1: ${operation}}`,
    )
    const words = ['pact', 'check', '--from-broker', '--contract', 'openapi.yaml', '--format', 'json']
    const {code, stdout} = await scene.project.mesh(words, {env: {PACT_BROKER_BASE_URL: scene.broker.url}})
    expect(code).toBe(1)
    expect(JSON.parse(stdout).findings).toMatchObject([
      {
        rule: 'pact/operation-described',
        message: expect.stringContaining('"nobody" of "app"'),
        location: {path: expect.stringContaining('/consumer/app/')},
      },
    ])
  })

  test('an address is as good as a file', async () => {
    const sha = published('web', 'main', [good])
    const address = `${scene.broker.url}/pacts/provider/orders/consumer/web/pact-version/${sha}`
    const words = ['pact', 'verify', '--provider', 'orders', '--start', fixture]
    expect((await scene.project.mesh([...words, address])).code).toBe(0)
    const env = {PACT_BROKER_BASE_URL: scene.broker.url, PACT_BROKER_TOKEN: 'secret'}
    scene.broker.authorization = 'Bearer secret'
    expect((await scene.project.mesh([...words, address], {env})).code).toBe(0)
    expect((await scene.project.mesh([...words, address])).code).toBe(4)
    expect((await scene.project.mesh([...words, `${address}/none`], {env})).code).toBe(4)
    scene.broker.authorization = undefined
    expect(await scene.project.mesh([...words, `${scene.broker.url}/environments`])).toMatchObject({
      code: 9,
      stderr: expect.stringContaining('is not a pact'),
    })
  })
})
