import {setTimeout as pause} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import {brokerScene} from './scene.js'

const scene = brokerScene()

const mesh = (...words: string[]) =>
  scene.project.mesh(['pact', ...words], {env: {PACT_BROKER_BASE_URL: scene.broker.url}})

const ask = (...words: string[]) => mesh('can-i-deploy', '--pacticipant', 'web', '--version', '1', ...words)

/** Publishes web 1 against users, and has users 2 in production, with a result of the verification or without. */
function given(success?: boolean): void {
  const {store} = scene.broker
  const web = store.version('web', '1')
  web.branches.add('main')
  const pact = store.keep('web', 'users', {interactions: [{description: 'a request for user 9'}]})
  web.pacts.set('users', pact)
  store.version('users', '2').branches.add('main')
  store.presences.push({
    uuid: 'u',
    pacticipant: 'users',
    version: '2',
    environment: 'production',
    how: 'deployed',
    instance: undefined,
    current: true,
  })
  if (success !== undefined) verified(success)
}

function verified(success: boolean): void {
  const sha = scene.broker.store.find('web', '1')?.pacts.get('users')?.sha ?? ''
  const mismatches = [{attribute: 'status', description: 'expected 404 but was 200'}]
  const testResults = [{interactionDescription: 'a request for user 9', success, ...(!success && {mismatches})}]
  const id = scene.broker.store.results.length + 1
  scene.broker.store.results.push({
    id,
    sha,
    provider: 'users',
    providerVersion: '2',
    success,
    body: {success, testResults},
  })
}

describe('mesh pact can-i-deploy', () => {
  test.each([
    ['text', []],
    ['json', ['--format', 'json']],
  ])('says yes, no and not known by its exit code, as %s', async (_, format) => {
    given()
    expect((await ask('--to-environment', 'production', ...format)).code).toBe(5)
    verified(false)
    expect((await ask('--to-environment', 'production', ...format)).code).toBe(1)
    verified(true)
    expect((await ask('--to-environment', 'production', ...format)).code).toBe(0)
    expect((await ask('--to-main', ...format)).code).toBe(0)
  })

  test('no is no in every format', async () => {
    given(false)
    for (const format of ['sarif', 'junit', 'github', 'gitlab', 'checkstyle', 'markdown', 'html'])
      expect((await ask('--to-environment', 'production', '--format', format)).code, format).toBe(1)
  })

  test('shows which interaction fails and why, and --dry-run never fails', async () => {
    given(false)
    const {stdout} = await ask('--to-environment', 'production')
    expect(stdout).toContain('web 1 → users 2: failed')
    expect(stdout).toContain('a request for user 9')
    expect(stdout).toContain('status: expected 404 but was 200')
    expect(stdout).toContain('No: web 1 cannot be deployed to production.')
    expect((await ask('--to-environment', 'production', '--dry-run')).code).toBe(0)
  })

  test('says what to do when the provider is not there, or has not verified', async () => {
    given()
    expect((await ask('--to-environment', 'production')).stdout).toContain('In users, at version 2: mesh pact verify')
    const nowhere = await ask('--to-environment', 'test')
    expect(nowhere.code).toBe(5)
    expect(nowhere.stdout).toContain('Deploy users first')
  })

  test('--wait goes on asking until the verification is there', async () => {
    given()
    const asked = ask('--to-environment', 'production', '--wait', '20s')
    while (!scene.broker.requests.some(line => line.startsWith('GET /matrix'))) await pause(20)
    verified(true)
    expect((await asked).code).toBe(0)
    expect(scene.broker.requests.filter(line => line.startsWith('GET /matrix')).length).toBeGreaterThan(1)
  })

  test('--ignore leaves a participant out', async () => {
    given(false)
    const {code, stdout} = await ask('--to-environment', 'production', '--ignore', 'users')
    expect(code).toBe(0)
    expect(stdout).toContain('ignored')
  })

  test('a version that the broker never saw is a no', async () => {
    const outcome = await mesh('can-i-deploy', '--pacticipant', 'web', '--version', '7', '--to-environment', 'test')
    expect(outcome).toMatchObject({code: 1, stdout: expect.stringContaining('No pacts or verifications')})
  })

  test('an environment that does not exist, and a goal that is not said, can be mended', async () => {
    given()
    expect(await ask('--to-environment', 'moon')).toMatchObject({code: 2, stderr: expect.stringContaining("'moon'")})
    expect(await ask()).toMatchObject({code: 2, stderr: expect.stringContaining('It is not said where')})
  })
})

describe('deployments and environments', () => {
  test('a version is deployed, takes the place of the one before, and goes again', async () => {
    scene.broker.store.version('web', '1')
    scene.broker.store.version('web', '2')
    for (const version of ['1', '2'])
      expect(await record('deployment', version)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`web ${version} is deployed to production.`),
      })
    expect(scene.broker.store.present('production', 'web').map(({version}) => version)).toEqual(['2'])
    expect((await mesh('environments')).stdout).toMatch(/production\s+production\s+web\s+2\s+deployed/)
    const gone = await mesh('record-undeployment', '--pacticipant', 'web', '--environment', 'production')
    expect(gone).toMatchObject({code: 0, stdout: expect.stringContaining('web 2 is no longer deployed')})
    expect(scene.broker.store.present('production', 'web')).toEqual([])
    const again = await mesh('record-undeployment', '--pacticipant', 'web', '--environment', 'production')
    expect(again).toMatchObject({code: 2, stderr: expect.stringContaining('is not recorded as deployed')})
  })

  test('of several instances one has to be named', async () => {
    scene.broker.store.version('web', '1')
    await record('deployment', '1', '--instance', 'blue')
    await record('deployment', '1', '--instance', 'green')
    const both = await mesh('record-undeployment', '--pacticipant', 'web', '--environment', 'production')
    expect(both).toMatchObject({code: 2, stderr: expect.stringContaining('blue, green')})
    await mesh('record-undeployment', '--pacticipant', 'web', '--environment', 'production', '--instance', 'blue')
    expect(scene.broker.store.present('production', 'web').map(({instance}) => instance)).toEqual(['green'])
  })

  test('several versions are released at a time until their support ends', async () => {
    for (const version of ['1', '2']) {
      scene.broker.store.version('web', version)
      expect((await record('release', version)).code).toBe(0)
    }
    expect((await record('release', '1', '--end')).code).toBe(0)
    expect(scene.broker.store.present('production', 'web').map(({version}) => version)).toEqual(['2'])
    expect(await record('release', '1', '--end')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not recorded'),
    })
  })

  test('names that the broker does not know are told with those that it knows', async () => {
    expect(await record('deployment', '1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('knows no version "1"'),
    })
    scene.broker.store.version('web', '1')
    const wrong = await mesh(
      'record-deployment',
      '--pacticipant',
      'web',
      '--version',
      '1',
      '--environment',
      'produktion',
    )
    expect(wrong).toMatchObject({code: 2, stderr: expect.stringContaining('Did you mean "production"?')})
    expect((await mesh('environments', '--create', 'staging', '--display-name', 'Staging')).code).toBe(0)
    expect(await mesh('environments', '--create', 'staging')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("Another environment with name 'staging' already exists."),
    })
  })

  const record = (what: string, version: string, ...words: string[]) =>
    mesh(`record-${what}`, '--pacticipant', 'web', '--version', version, '--environment', 'production', ...words)
})
