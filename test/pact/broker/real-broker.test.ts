import {randomUUID} from 'node:crypto'
import {resolve} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {brokerAddress} from '../../../src/pact/broker/address.js'
import {openBroker} from '../../../src/pact/broker/broker.js'
import {Project} from '../mesh.js'

/*
 * The whole way with a real Pact Broker, such as the image pactfoundation/pact-broker:
 *   docker run --rm -p 127.0.0.1:9292:9292 -e PACT_BROKER_DATABASE_URL=sqlite:////tmp/broker.sqlite3 pactfoundation/pact-broker
 *   PACT_BROKER_BASE_URL=http://127.0.0.1:9292 npx vitest run --config test/vitest.config.ts test/pact/broker
 * Applications have names of this run alone, and are removed behind it. No package manager has a broker, so that
 * MESH_REQUIRE_SERVICES does not demand it.
 */
const base = process.env['PACT_BROKER_BASE_URL'] ?? ''
const testWithBroker = test.skipIf(base === '')

const run = randomUUID().slice(0, 8)
const consumer = `Büro & Web/App ${run}`
const provider = `Aufträge (neu) ${run}`
const fixture = `node ${resolve('test/fixtures/pact/provider.mjs')}`
const projects: Project[] = []

afterAll(async () => {
  for (const project of projects) project.remove()
  if (base === '') return
  const broker = openBroker(brokerAddress({url: base, env: process.env}), new AbortController().signal)
  for (const name of [consumer, provider])
    await fetch(`${broker.url}/pacticipants/${encodeURIComponent(name)}`, {method: 'DELETE', headers: authorization()})
  await broker.close()
})

function authorization(): Record<string, string> {
  const {authorization: value} = brokerAddress({url: base, env: process.env})
  return value === undefined ? {} : {authorization: value}
}

function project(id: number | string): Project {
  const interaction = {
    description: 'a request for order 1',
    request: {method: 'GET', path: '/orders/1'},
    response: {status: 200, body: {id}},
  }
  const metadata = {pactSpecification: {version: '3.0.0'}}
  const pact = {consumer: {name: consumer}, provider: {name: provider}, interactions: [interaction], metadata}
  const made = new Project({'pacts/a.json': pact})
  projects.push(made)
  return made
}

const publish = ['pact', 'publish', '--consumer-version', '1', '--branch', 'main']
const verify = ['pact', 'verify', '--from-broker', '--provider', provider, '--start', fixture, '--publish']
const of = (name: string, version: string) => ['--pacticipant', name, '--version', version]
const production = ['--to-environment', 'production']

testWithBroker(
  'a real broker: from the first pact to the deploy of both sides',
  async () => {
    const web = project(1)
    const ask = async (...words: string[]) => (await web.mesh(['pact', 'can-i-deploy', ...words])).code
    expect((await web.mesh(publish)).code).toBe(0)
    expect((await web.mesh(publish)).code).toBe(0)
    expect(await ask(...of(consumer, '1'), ...production)).toBe(5)
    expect((await web.mesh([...verify, '--provider-version', '2', '--branch', 'main'])).code).toBe(0)
    expect(await ask(...of(provider, '2'), ...production)).toBe(0)
    const record = ['pact', 'record-deployment', '--environment', 'production']
    expect((await web.mesh([...record, ...of(provider, '2')])).code).toBe(0)
    expect(await ask(...of(consumer, '1'), ...production)).toBe(0)
    expect(await ask(...of(consumer, '1'), '--to-main')).toBe(0)
    const {stdout} = await web.mesh(['pact', 'graph', '--from-broker'])
    expect(stdout).toContain('1 request, verified')
    expect((await web.mesh(['pact', 'record-release', '--environment', 'production', ...of(consumer, '1')])).code).toBe(
      0,
    )
    const gone = ['pact', 'record-undeployment', '--environment', 'production', '--pacticipant', provider]
    expect((await web.mesh(gone)).code).toBe(0)
    expect((await web.mesh(['pact', 'environments'])).stdout).toContain(consumer)
  },
  120_000,
)

testWithBroker(
  'a real broker: another content of the same version, and a provider that answers otherwise',
  async () => {
    const web = project('one')
    const refused = await web.mesh(publish)
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('Cannot change the content of the pact')
    expect((await web.mesh([...publish.slice(0, 2), '--consumer-version', '2', '--branch', 'main'])).code).toBe(0)
    // It is pending: told, and no failure of the provider yet.
    const {code, stdout} = await web.mesh([
      ...verify,
      '--provider-version',
      '3',
      '--branch',
      'main',
      '--format',
      'json',
    ])
    expect(code).toBe(0)
    const {interactions} = JSON.parse(stdout) as {interactions: {outcome: string}[]} // as printed
    // The first version is released, and its pact still holds.
    expect(interactions.map(({outcome}) => outcome).sort()).toEqual(['passed', 'pending'])
    const asked = await web.mesh(['pact', 'can-i-deploy', ...of(consumer, '2'), '--to-main'])
    expect(asked.code).toBe(1)
    expect(asked.stdout).toContain('a request for order 1')
  },
  120_000,
)

testWithBroker('a real broker: names that it does not know', async () => {
  const web = project(1)
  const moon = await web.mesh(['pact', 'can-i-deploy', ...of(consumer, '1'), '--to-environment', `moon-${run}`])
  expect(moon.code).toBe(2)
  const never = ['pact', 'record-deployment', '--environment', 'production', ...of(consumer, 'never')]
  expect((await web.mesh(never)).code).toBe(2)
})
