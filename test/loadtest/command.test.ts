import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {startTarget} from './target/target.js'

// The built command, as a user runs it.

const mesh = resolve('bin/run.js')
const tls = {key: resolve('test/fixtures/tls/key.pem'), cert: resolve('test/fixtures/tls/cert.pem')}
const folder = mkdtempSync(join(tmpdir(), 'mesh-loadtest-'))

afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 3}))

/** How a run ends that misses nothing: 4 tells that other work on the machine made the generator late. */
const judged = [0, 4]

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(
  words: readonly string[],
  {env = {}, interruptAfter}: {env?: NodeJS.ProcessEnv; interruptAfter?: Promise<unknown>} = {},
) {
  const child = spawn(process.execPath, [mesh, 'loadtest', ...words], {
    cwd: folder,
    env: {...process.env, NO_COLOR: '1', ...env},
  })
  const output = {stdout: '', stderr: ''}
  child.stdout.on('data', chunk => {
    output.stdout += chunk
  })
  child.stderr.on('data', chunk => {
    output.stderr += chunk
  })
  interruptAfter?.then(() => child.kill('SIGINT'))
  return new Promise<Ended>((done, fail) => {
    child.on('error', fail)
    child.on('close', code => done({code, ...output}))
  })
}

test('Ctrl-C gives the whole report of what was seen, and exit code 130', async () => {
  const target = await startTarget({})
  const {code, stdout} = await run([target.url, '--rate', '100', '--duration', '60s', '--format', 'json'], {
    interruptAfter: target.received(50),
  })
  await target.stop()
  const report = JSON.parse(stdout)
  expect(code).toBe(130)
  expect(report).toMatchObject({interrupted: true, requests: {planned: 6000}})
  // Where other work made the generator late, that is told first.
  expect(['inconclusive', 'invalid']).toContain(report.verdict)
  expect(report.requests.completed).toBeGreaterThan(10)
  expect(report.requests.completed).toBe(report.requests.sent)
}, 30_000)

test('a second Ctrl-C ends it at once, without a report', async () => {
  // It never answers, so that the first Ctrl-C waits for what is under way.
  const target = await startTarget({slow: {after: 1, delay: 600_000}})
  const words = [target.url, '--rate', '20', '--duration', '600s', '--timeout', '600s', '--format', 'json']
  const child = spawn(process.execPath, [mesh, 'loadtest', ...words], {
    cwd: folder,
    env: {...process.env, NO_COLOR: '1'},
  })
  let stdout = ''
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  // The load has begun when its requests have arrived.
  const ended = new Promise<number | null>(done => child.on('close', done))
  await target.received(10)
  child.kill('SIGINT')
  await new Promise(done => setTimeout(done, 100))
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(stdout).toBe('')
  await target.stop()
}, 30_000)

for (const mode of ['slo', 'max'])
  test(`mode ${mode} trusts the authority in NODE_EXTRA_CA_CERTS, for the name in the certificate`, async () => {
    const target = await startTarget({tls})
    const env = {NODE_EXTRA_CA_CERTS: tls.cert}
    const url = target.url.replace('127.0.0.1', 'localhost')
    const {code, stdout, stderr} = await run([url, '--mode', mode, '--duration', '1s', '--format', 'json'], {env})
    const seen = await target.stop()
    expect(stderr).toBe('')
    expect(judged).toContain(code)
    // The pre-flight is not counted, nor is what a closed loop has under way when it ends.
    const {statuses, connections} = JSON.parse(stdout)
    const counted = mode === 'max' ? seen.arrivals.length - connections.limit : seen.arrivals.length
    expect(statuses[200]).toBeGreaterThanOrEqual(counted - 1)
    expect(statuses[200]).toBeLessThan(seen.arrivals.length)
  }, 30_000)

test('a target of mesh.yaml has its headers from the environment, and no output shows them', async () => {
  const target = await startTarget({})
  writeFileSync(
    join(folder, 'mesh.yaml'),
    `loadtest:
  targets:
    local:
      url: ${target.url}/api
      headers:
        Authorization: Bearer \${LOAD_TOKEN}
  thresholds:
    - p95<1s
    - errors<=0%
`,
  )
  const words = ['local', '--path', '/orders?api_key=abc123', '--header', 'X-Team: blue-secret', '--duration', '1s']
  const missing = await run(words)
  expect(missing).toMatchObject({code: 2, stdout: ''})
  expect(missing.stderr).toMatch(/needs the environment variable "LOAD_TOKEN", which is not set\.\nhint: /)

  const env = {LOAD_TOKEN: 'very-secret'}
  const {code, stdout, stderr} = await run([...words, '--format', 'json'], {env})
  const text = await run([...words, '--verbose'], {env})
  const seen = await target.stop()
  expect(judged).toContain(code)
  expect(seen.headers[0]).toMatchObject({authorization: 'Bearer very-secret', 'x-team': 'blue-secret'})
  expect(seen.headers[0]?.['user-agent']).toMatch(/^mesh-loadtest\//)
  expect(Object.keys(seen.paths)).toEqual(['/api/orders?api_key=abc123'])
  expect(stdout + stderr + text.stdout + text.stderr).not.toMatch(/secret|abc123/)
  const report = JSON.parse(stdout)
  expect(report.target.headers).toMatchObject({Authorization: '[redacted]', 'X-Team': '[redacted]'})
  expect(report.thresholds).toMatchObject([
    {text: 'p95<1s', outcome: 'inconclusive', location: {path: 'mesh.yaml', start: {line: 8, column: 7}}},
    {text: 'errors<=0%', outcome: 'pass', location: {path: 'mesh.yaml', start: {line: 9, column: 7}}},
  ])
}, 30_000)

test('--strict tells an inconclusive run from a passed one', async () => {
  const target = await startTarget({})
  const words = [target.url, '--rate', '20', '--duration', '1s', '--threshold', 'p99<1s']
  const lenient = await run(words)
  const strict = await run([...words, '--strict'])
  await target.stop()
  expect(lenient.code).toBe(0)
  expect(strict.code).toBe(5)
  expect(strict.stdout).toMatch(/20 requests are too few for p99: 299 are enough/)
  expect(strict.stdout).toMatch(/\nInconclusive: /)
}, 30_000)
