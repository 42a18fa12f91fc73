import {createServer} from 'node:http'
import {type AddressInfo, connect} from 'node:net'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {Project} from '../mesh.js'
import {type SmallBroker, startSmallBroker} from './small-broker.js'

let broker: SmallBroker
const projects: Project[] = []

beforeAll(async () => {
  broker = await startSmallBroker()
})

afterAll(() => broker.close())

afterEach(() => {
  for (const project of projects.splice(0)) project.remove()
  broker.instead.length = 0
  broker.requests.length = 0
  broker.authorization = undefined
})

function project(files: Readonly<Record<string, unknown>> = {}): Project {
  const made = new Project(files)
  projects.push(made)
  return made
}

function pact(consumer: string, provider: string, path = '/orders/1') {
  const interactions = [{description: `a request for ${path}`, request: {method: 'GET', path}, response: {status: 200}}]
  return {
    consumer: {name: consumer},
    provider: {name: provider},
    interactions,
    metadata: {pactSpecification: {version: '3.0.0'}},
  }
}

const env = () => ({PACT_BROKER_BASE_URL: broker.url})

describe('mesh pact publish', () => {
  test('publishes all pacts of a consumer at once, of each version and branch', async () => {
    const made = project({'pacts/a.json': pact('web', 'orders'), 'pacts/b.json': pact('web', 'users')})
    const outcome = await made.mesh(['pact', 'publish', '--consumer-version', '1.0.0', '--branch', 'main'], {
      env: env(),
    })
    expect(outcome).toMatchObject({code: 0, stderr: ''})
    expect(outcome.stdout).toContain('web → orders, users')
    expect(broker.requests.filter(line => line.startsWith('POST'))).toEqual(['POST /contracts/publish'])
    const version = broker.store.find('web', '1.0.0')
    expect([...(version?.pacts.keys() ?? [])]).toEqual(['orders', 'users'])
    expect([...(version?.branches ?? [])]).toEqual(['main'])
  })

  test('publishes the same again, and refuses other contents of the same version with what differs', async () => {
    const made = project({'pacts/a.json': pact('shop', 'orders')})
    const words = ['pact', 'publish', '--consumer-version', '1']
    expect((await made.mesh(words, {env: env()})).code).toBe(0)
    expect((await made.mesh(words, {env: env()})).code).toBe(0)
    made.write('pacts/a.json', pact('shop', 'orders', '/orders/2'))
    const refused = await made.mesh(words, {env: env()})
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('Cannot change the content of the pact for shop version 1')
    expect(refused.stdout).toContain('-    "path": "/users/9"')
    const json = await made.mesh([...words, '--format', 'json'], {env: env()})
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({outcome: 'fail', pacts: [{outcome: 'refused'}]})
  })

  test('takes names with blanks, slashes and umlauts', async () => {
    const made = project({'pacts/a.json': pact('Büro & Web/App', 'Aufträge (neu)')})
    const outcome = await made.mesh(['pact', 'publish', '--consumer-version', '1'], {env: env()})
    expect(outcome.code).toBe(0)
    expect(broker.store.find('Büro & Web/App', '1')?.pacts.has('Aufträge (neu)')).toBe(true)
  })

  test('takes version and branch from git, and refuses a tree that differs from the commit', async () => {
    const made = project({'pacts/a.json': pact('git-web', 'orders')})
    await git(made, 'init', '-q', '-b', 'feat/x')
    expect((await made.mesh(['pact', 'publish'], {env: env()})).stderr).toMatch(
      /no commit.*\nhint: Give it with --consumer/,
    )
    await git(made, 'add', 'pacts')
    await git(made, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'first')
    const clean = {...env(), GITHUB_HEAD_REF: '', GITHUB_REF_NAME: '', CI_COMMIT_BRANCH: ''}
    const report = JSON.parse((await made.mesh(['pact', 'publish', '--format', 'json'], {env: clean})).stdout)
    expect(report).toMatchObject({outcome: 'pass', version: expect.stringMatching(/^[0-9a-f]{40}$/), branch: 'feat/x'})
    const built = {...env(), GITHUB_HEAD_REF: 'feat/of-the-pipeline'}
    const other = JSON.parse((await made.mesh(['pact', 'publish', '--format', 'json'], {env: built})).stdout)
    expect(other).toMatchObject({branch: 'feat/of-the-pipeline'})
    made.write('pacts/a.json', pact('git-web', 'orders', '/orders/7'))
    const dirty = await made.mesh(['pact', 'publish'], {env: clean})
    expect(dirty).toMatchObject({code: 2, stderr: expect.stringContaining('differs from commit')})
  })

  test('--dry-run sends nothing', async () => {
    const made = project({'pacts/a.json': pact('web', 'orders')})
    const outcome = await made.mesh(['pact', 'publish', '--consumer-version', '9', '--dry-run'], {env: env()})
    expect(outcome).toMatchObject({code: 0, stdout: expect.stringContaining('1 pact would be published as version 9')})
    expect(broker.requests).toEqual([])
  })

  test('refuses what would promise nothing', async () => {
    const made = project({'pacts/a.json': {...pact('web', 'orders'), interactions: []}})
    const outcome = await made.mesh(['pact', 'publish', '--consumer-version', '9'], {env: env()})
    expect(outcome).toMatchObject({code: 7, stderr: expect.stringContaining('has no interactions')})
  })
})

describe('a broker that makes trouble', () => {
  const words = ['pact', 'publish', '--consumer-version', '1', '--branch', 'main']
  const files = {'pacts/a.json': pact('trouble', 'orders')}

  test('nobody says where it is', async () => {
    const outcome = await project(files).mesh(words, {env: {PACT_BROKER_BASE_URL: ''}})
    expect(outcome).toMatchObject({code: 2, stderr: expect.stringMatching(/^error: .*\nhint: Use --broker-url/)})
  })

  test('nothing listens', async () => {
    const outcome = await project(files).mesh(words, {env: {PACT_BROKER_BASE_URL: 'http://127.0.0.1:1'}})
    expect(outcome).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('cannot be reached: nothing listens there.'),
    })
  })

  test.each([
    ['a token', {PACT_BROKER_TOKEN: 'secret-token'}, 'Bearer secret-token'],
    [
      'user and password',
      {PACT_BROKER_USERNAME: 'ann', PACT_BROKER_PASSWORD: 'geheim'},
      `Basic ${Buffer.from('ann:geheim').toString('base64')}`,
    ],
  ])('credentials are %s', async (_, secrets, authorization) => {
    broker.authorization = authorization
    const made = project(files)
    expect((await made.mesh(words, {env: {...env(), ...secrets}})).code).toBe(0)
    const refused = await made.mesh(words, {env: {...env(), PACT_BROKER_TOKEN: 'wrong-secret'}})
    expect(refused).toMatchObject({code: 4, stderr: expect.stringContaining('does not accept the credentials (401)')})
    expect(refused.stderr).not.toContain('wrong-secret')
  })

  test('it is busy at first: the request comes again, as late as it says', async () => {
    broker.instead.push({status: 503}, {status: 429, headers: {'retry-after': '0'}})
    expect((await project(files).mesh(words, {env: env()})).code).toBe(0)
    expect(broker.requests.filter(line => line === 'GET /')).toHaveLength(3)
  })

  test('it stays broken: an end after four tries', async () => {
    for (let number = 0; number < 8; number++) broker.instead.push({status: 502, body: '<html>Bad gateway</html>'})
    const outcome = await project(files).mesh(words, {env: env()})
    expect(outcome).toMatchObject({code: 4, stderr: expect.stringContaining('answers GET / with 502')})
    expect(broker.requests).toHaveLength(4)
  })

  test('it is no broker', async () => {
    broker.instead.push({status: 200, body: '<html>Welcome</html>'})
    const outcome = await project(files).mesh(words, {env: env()})
    expect(outcome).toMatchObject({code: 4, stderr: expect.stringContaining('it is no Pact Broker')})
  })

  test('a proxy of the environment leads to brokers elsewhere, unless NO_PROXY names them', async () => {
    const asked: string[] = []
    // A tunnel, whatever host is asked for, to the broker of this test.
    const proxy = createServer((_, response) => response.writeHead(405).end()).on(
      'connect',
      (request, socket, head) => {
        asked.push(request.url ?? '')
        const onward = connect(Number(new URL(broker.url).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
          onward.write(head)
          onward.pipe(socket).pipe(onward)
        })
        for (const end of [socket, onward]) end.on('error', () => {})
      },
    )
    await new Promise<void>(done => proxy.listen(0, '127.0.0.1', done))
    const {port} = proxy.address() as AddressInfo // it listens on a port
    // The small broker's links name this machine; only what mesh asks by the name of the broker goes through the proxy.
    const elsewhere = {PACT_BROKER_BASE_URL: 'http://broker.invalid', HTTP_PROXY: `http://127.0.0.1:${port}`}
    try {
      expect((await project(files).mesh(words, {env: elsewhere})).code).toBe(0)
      expect(asked).toContain('broker.invalid:80')
      asked.length = 0
      const around = await project(files).mesh(words, {env: {...elsewhere, NO_PROXY: 'broker.invalid'}})
      expect(around).toMatchObject({code: 4, stderr: expect.stringContaining('cannot be reached')})
      expect(asked).toEqual([])
    } finally {
      await new Promise(done => proxy.close(done))
    }
  })

  test('a proxy of the environment is not asked about this machine', async () => {
    const proxy = {HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1'}
    expect((await project(files).mesh(words, {env: {...env(), ...proxy}})).code).toBe(0)
  })
})

async function git(made: Project, ...words: string[]): Promise<void> {
  const {execFileSync} = await import('node:child_process')
  execFileSync('git', words, {cwd: made.folder})
}
