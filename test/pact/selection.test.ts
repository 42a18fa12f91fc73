import {resolve} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {Project} from './mesh.js'

const fixture = `node ${resolve('test/fixtures/pact/provider.mjs')}`

const interaction = (description: string, id: number | string, state?: string) => ({
  description,
  ...(state !== undefined && {providerState: state}),
  request: {method: 'GET', path: '/orders/1'},
  response: {status: 200, body: {id}},
})

const pact = (consumer: string, interactions: readonly object[]) => ({
  consumer: {name: consumer},
  provider: {name: 'orders'},
  interactions,
  metadata: {pactSpecification: {version: '2.0.0'}},
})

let project: Project

beforeEach(() => {
  project = new Project({
    'pacts/web.json': pact('web', [
      interaction('the first', 1),
      interaction('the second', 'wrong'),
      interaction('the third', 1, 'an order exists'),
      interaction('the fourth', 'wrong', 'an order exists'),
    ]),
    'pacts/app.json': pact('app', [interaction('the first', 1)]),
  })
})

afterEach(() => project.remove())

/** What became of which interaction, in the order of the report. */
async function verify(...words: string[]) {
  const args = ['pact', 'verify', 'pacts', '--provider', 'orders', '--start', fixture, '--allow-missing-states']
  const outcome = await project.mesh([...args, '--format', 'json', ...words], {
    env: {XDG_CACHE_HOME: `${project.folder}/.cache`},
  })
  const report = outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)
  const told = (report?.interactions ?? []) as {consumer: string; description: string; outcome: string}[] // as printed
  return {...outcome, report, told: told.map(each => `${each.consumer} ${each.description} ${each.outcome}`)}
}

const everything = [
  'app the first passed',
  'web the first passed',
  'web the second failed',
  'web the third passed',
  'web the fourth failed',
]

describe('mesh pact verify of a part', () => {
  test.each([
    [['--consumer', 'app'], ['app the first passed']],
    [
      ['--description', 'FIRST'],
      ['app the first passed', 'web the first passed'],
    ],
    [
      ['--state', 'order exists'],
      ['web the third passed', 'web the fourth failed'],
    ],
    [
      ['--state', ''],
      ['app the first passed', 'web the first passed', 'web the second failed'],
    ],
    [['--consumer', 'web', '--description', 'third'], ['web the third passed']],
  ])('%j', async (words, expected) => {
    const {told, report} = await verify(...words)
    expect(told).toEqual(expected)
    expect(report.notChosen).toBe(5 - expected.length)
  })

  test('nothing that is chosen is no success', async () => {
    expect(await verify('--description', 'tenth')).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('None of the 5 interactions is chosen'),
    })
    expect(await verify('--consumer', 'wep')).toMatchObject({code: 7, stderr: expect.stringContaining('"web"?')})
  })

  test('--bail stops at the first failure', async () => {
    const {code, told, report} = await verify('--bail')
    expect(code).toBe(1)
    expect(told).toEqual(everything.slice(0, 3))
    expect(report.notReached).toBe(2)
  })

  test('--bail goes on behind what may fail', async () => {
    const of = (description: string, id: unknown, pending: boolean) => ({
      type: 'Synchronous/HTTP',
      description,
      pending,
      request: {method: 'GET', path: '/orders/1'},
      response: {status: 200, body: {content: {id}, contentType: 'application/json'}},
    })
    const interactions = [of('a', 'wrong', true), of('b', 'wrong', false), of('c', 1, false)]
    project.write('pacts/web.json', {...pact('four', interactions), metadata: {pactSpecification: {version: '4.0'}}})
    const {told} = await verify('--bail', '--consumer', 'four')
    expect(told).toEqual(['four a pending', 'four b failed'])
  })

  test.each([2, 4, 16])('--jobs %i judges as one does', async jobs => {
    expect((await verify('--jobs', `${jobs}`)).told).toEqual(everything)
  })

  test('--last-failed takes what failed, until nothing does', async () => {
    expect((await verify('--last-failed')).told).toEqual(everything)
    expect((await verify('--last-failed')).told).toEqual(['web the second failed', 'web the fourth failed'])
    project.write('pacts/web.json', pact('web', [interaction('the second', 1), interaction('the fourth', 1)]))
    // Its state is another one now: it is another interaction, and the one that failed is gone.
    expect((await verify('--last-failed')).told).toEqual(['web the second passed'])
  })
})
