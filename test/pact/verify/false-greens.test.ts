import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {pactExitCodes} from '../../../src/pact/exit-codes.js'
import {verifyOfficially} from './official.js'
import {order1, pact, project, serve} from './verify.js'

/*
 * What goes wrong with the Verifier of @pact-foundation/pact 16.5.0, and what mesh does there, on the same files. When a
 * row fails on the side of the library it has been mended there: the row may go.
 */
const needing = {...order1, providerStates: [{name: 'order 1 exists'}]}

/** A provider that answers as order 1 is expected, whatever it is asked. */
const provider = () =>
  serve((_, response) => response.setHeader('content-type', 'application/json').end('{"id":1,"status":"open"}'))

const mesh = async (files: Readonly<Record<string, unknown>>, url: string, ...words: string[]) =>
  project(files).mesh(['pact', 'verify', 'pacts', '--provider', 'orders', '--provider-url', url, ...words])

interface Row {
  readonly files: Readonly<Record<string, unknown>>
  /** What the library is told beside the pacts. */
  readonly official?: Readonly<Record<string, unknown>>
  readonly words?: readonly string[]
  readonly code: number
}

const throwing = `export default {'order 1 exists': async () => { throw new Error('db is down') }}`

const rows: Readonly<Record<string, Row>> = {
  'a state handler throws': {
    files: {'pacts/a.json': pact([needing]), 'states.mjs': throwing},
    official: {handlers: {'order 1 exists': 'db is down'}},
    words: ['--states', 'states.mjs'],
    code: pactExitCodes.providerState,
  },
  'a provider state has no handler': {
    files: {'pacts/a.json': pact([needing]), 'states.mjs': throwing.replace('1', '2')},
    official: {handlers: {'order 2 exists': 'is not called'}},
    words: ['--states', 'states.mjs'],
    code: pactExitCodes.providerState,
  },
  'a pact has no interactions': {files: {'pacts/a.json': pact([])}, code: pactExitCodes.nothing},
  'a filter chooses nobody': {
    files: {'pacts/a.json': pact([order1])},
    official: {consumerFilters: ['nobody']},
    words: ['--consumer', 'nobody'],
    code: pactExitCodes.nothing,
  },
  'the pacts are for another provider': {
    files: {'pacts/a.json': pact([order1], '3.0.0', {provider: {name: 'payments'}})},
    code: pactExitCodes.nothing,
  },
}

describe('green without a reason', () => {
  test.each(Object.entries(rows))('%s', async (_, {files, official, words = [], code}) => {
    const url = await provider()
    const pactUrls = [join(project(files).folder, 'pacts/a.json')]
    const theirs = await verifyOfficially({providerBaseUrl: url, pactUrls, ...official})
    expect(theirs).toBe('green')
    expect((await mesh(files, url, ...words)).code).toBe(code)
  })

  test('there is no pact at all', async () => {
    const url = await provider()
    expect(await verifyOfficially({providerBaseUrl: url})).toBe('green')
    expect((await mesh({'pacts/README.md': ''}, url)).code).toBe(pactExitCodes.nothing)
  })
})

describe('no result, or no end', () => {
  test('nobody listens where the provider should be', async () => {
    const files = {'pacts/a.json': pact([order1])}
    const pactUrls = [join(project(files).folder, 'pacts/a.json')]
    const url = 'http://127.0.0.1:9'
    expect(await verifyOfficially({providerBaseUrl: url, pactUrls})).toBeUndefined()
    expect(await mesh(files, url)).toMatchObject({
      code: pactExitCodes.provider,
      stderr: expect.stringContaining('does not answer: the connection is refused'),
    })
  })

  test('a pact in a folder cannot be read', async () => {
    const files = {'pacts/a.json': '{"consumer": {"name": "web"}, oops'}
    const url = await provider()
    const theirs = await verifyOfficially({providerBaseUrl: url, pactUrls: [join(project(files).folder, 'pacts')]})
    expect(theirs).toMatch(/^red/)
    expect(await mesh(files, url)).toMatchObject({
      code: pactExitCodes.unreadable,
      stderr: expect.stringMatching(/"pacts\/a\.json" is not valid JSON: .* at 1:31/),
    })
  })

  test('a pact is missing', async () => {
    const url = await provider()
    const theirs = await verifyOfficially({providerBaseUrl: url, pactUrls: [join(project({}).folder, 'none.json')]})
    expect(theirs).toMatch(/^red/)
    expect((await mesh({}, url)).code).toBe(pactExitCodes.unreadable)
  })

  test('a day since which new pacts are tried is not said', async () => {
    const theirs = await verifyOfficially({
      providerBaseUrl: await provider(),
      pactBrokerUrl: 'http://127.0.0.1:9',
      consumerVersionSelectors: [{mainBranch: true}],
      nothing: ['includeWipPactsSince'],
    })
    // That is all that it says; mesh leaves out what is not given: see verify-from-broker.test.ts.
    expect(theirs).toBe('red includeWipPactsSince')
  })
})
