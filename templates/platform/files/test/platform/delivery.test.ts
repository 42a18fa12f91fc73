import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {load} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'

// The files around the program speak of its ports, its paths and its times: they have to mean the same.

const settings = readEnvironment(z.object(platformSettings), {})
const text = (path: string) => readFileSync(path, 'utf8')

// biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape, and fail where they are wrong.
const yaml = (path: string): any => load(text(path))

describe('the image', () => {
  const lines = text('Dockerfile').split('\n')

  test('is built in one stage and runs in another, by a user who may do nothing', () => {
    expect(lines.filter(line => line.startsWith('FROM ')).length).toBe(2)
    const user = lines.findLast(line => line.startsWith('USER ')) ?? ''
    expect(user).toMatch(/^USER [1-9]\d*:[1-9]\d*$/)
    expect(lines.indexOf(user)).toBeGreaterThan(lines.findLastIndex(line => line.startsWith('FROM ')))
  })

  test('starts node itself, which gets the signals', () => {
    expect(lines.find(line => line.startsWith('CMD '))).toMatch(/^CMD \["node", .*"dist\/main\.js"\]$/)
  })

  test('names the ports that are listened on', () => {
    expect(lines).toContain(`EXPOSE ${settings.PORT} ${settings.METRICS_PORT}`)
  })

  test('asks itself whether it lives', async () => {
    const line = lines.find(each => each.startsWith('HEALTHCHECK ')) ?? ''
    const [command, ...words]: string[] = JSON.parse(line.slice(line.indexOf('[')))
    const asked: (string | undefined)[] = []
    let status = 200
    const server = createServer(({url}, response) => {
      asked.push(url)
      response.writeHead(status).end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    // A server that listens on a TCP port has an address object.
    const {port} = server.address() as AddressInfo
    const verdict = async () => {
      const child = spawn(command ?? '', words, {env: {...process.env, PORT: String(port)}, stdio: 'ignore'})
      const [code] = await once(child, 'exit')
      return code
    }
    expect(await verdict()).toBe(0)
    status = 503
    expect(await verdict()).toBe(1)
    expect(asked).toEqual(['/health', '/health'])
    server.close()
    await once(server, 'close')
    expect(await verdict()).toBe(1)
  })

  test('copies nothing that .dockerignore keeps out', () => {
    const allowed = text('.dockerignore')
      .split('\n')
      .filter(line => line.startsWith('!'))
      .map(line => line.slice(1))
    const copied = lines.flatMap(line => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
    expect(copied.length).toBeGreaterThan(0)
    for (const path of copied) expect(allowed, path).toContain(path)
  })
})

describe('the pipeline', () => {
  const folder = '.github/workflows'
  const workflows = readdirSync(folder).map(name => yaml(join(folder, name)))
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const steps = workflows.flatMap(({jobs}) => Object.values(jobs).flatMap((job: any) => job.steps))

  test('takes actions by their commits and may do nothing but read', () => {
    const actions = steps.flatMap(({uses}) => uses ?? [])
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/)
    for (const {permissions} of workflows) expect(permissions).toEqual({contents: 'read'})
  })

  test('installs what the lock file says, checks, tests, holds the contract, and tells what is in it', () => {
    const commands = steps.flatMap(({run}) => run ?? []).join('\n')
    for (const command of ['npm ci', 'npm run check', 'npm test', 'lint contracts', 'npm sbom', 'docker build']) {
      expect(commands).toContain(command)
    }
    expect(commands).not.toContain('npm install')
  })

  test('runs scripts that there are', () => {
    const {scripts} = JSON.parse(text('package.json'))
    const named = steps.flatMap(({run}) => /npm run ([\w:-]+)/.exec(run ?? '')?.[1] ?? [])
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
  })
})

describe.skipIf(!existsSync('compose.yaml'))('compose', () => {
  const services = existsSync('compose.yaml')
    ? Object.values<Readonly<Record<string, unknown>>>(yaml('compose.yaml').services)
    : []

  test('asks each service whether it is ready', () => {
    for (const {healthcheck} of services) expect(healthcheck).toMatchObject({test: expect.any(Array)})
    expect(text('compose.yaml')).toContain(`http://127.0.0.1:${settings.PORT}/ready`)
  })

  test('waits for the end longer than the program may take', () => {
    const [own] = services.filter(({build}) => build !== undefined)
    expect(Number.parseInt(String(own?.['stop_grace_period']), 10) * 1000).toBeGreaterThan(
      settings.SHUTDOWN_LIMIT + 5000,
    )
  })
})
