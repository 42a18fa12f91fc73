import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {MeshError} from '../../src/core/errors.js'
import {startServer} from '../../src/io/server-process.js'

let folder: string
const never = new AbortController().signal

const server = `
import {createServer} from 'node:http'
import {spawn} from 'node:child_process'
import {writeFileSync} from 'node:fs'
const [host = '127.0.0.1', status = '200', mode = ''] = process.argv.slice(2)
// A grandchild that would outlive us.
const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'ignore'})
writeFileSync('pids.json', JSON.stringify([process.pid, sleeper.pid]))
if (mode === 'stubborn') process.on('SIGTERM', () => {})
if (mode === 'polite') process.on('SIGTERM', () => { writeFileSync('bye.txt', 'bye'); process.exit(0) })
createServer((request, response) => { response.statusCode = Number(status); response.end() }).listen(process.env.PORT, host, () => console.log('listening', process.env.PORT))
`

const usualFolder = process.env.TMPDIR

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-io-'))
  // Logs of servers that did not start are kept for the user; here they go with the folder.
  process.env.TMPDIR = folder
  writeFileSync(join(folder, 'server.mjs'), server)
})
afterAll(() => {
  if (usualFolder === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usualFolder
  rmSync(folder, {recursive: true, force: true})
})

function start(command: string, wait = 10_000, signal = never) {
  return startServer({command, cwd: folder, ready: '/ready', wait}, signal)
}

function processes(): number[] {
  return JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8'))
}

async function expectGone(ids: readonly number[]) {
  for (let round = 0; round < 100 && ids.some(isAlive); round++) await pause(20)
  expect(ids.filter(isAlive)).toEqual([])
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    // One that has ended and was not collected yet still takes signals.
    return process.platform !== 'linux' || !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${id}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function refusal(promise: Promise<unknown>): Promise<MeshError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof MeshError)) throw new Error(`Expected a MeshError, got ${error}.`)
  return error
}

test('a server is started on the port in PORT, logs into a file and is stopped with its children', async () => {
  const running = await start('node server.mjs')
  expect(running.url).toBe(`http://127.0.0.1:${running.port}`)
  expect((await fetch(running.url)).status).toBe(200)
  expect(running.tail()).toEqual([`listening ${running.port}`])
  const ids = processes()
  expect(ids.filter(isAlive)).toEqual(ids)
  await running.stop()
  await expectGone(ids)
  expect(running.ended()).toBe('was ended by SIGTERM')
  expect(existsSync(running.log)).toBe(true)
  running.forget()
  expect(existsSync(running.log)).toBe(false)
})

test('a server that listens on ::1 only is found', async () => {
  const running = await start('node server.mjs ::1')
  expect(running.url).toBe(`http://[::1]:${running.port}`)
  await running.stop()
  running.forget()
})

test('a server may shut down by itself', async () => {
  const running = await start('node server.mjs 127.0.0.1 200 polite')
  await running.stop()
  expect(readFileSync(join(folder, 'bye.txt'), 'utf8')).toBe('bye')
  running.forget()
})

test('a server that does not want to end is killed', async () => {
  const running = await start('node server.mjs 127.0.0.1 200 stubborn')
  const ids = processes()
  await running.stop()
  await expectGone(ids)
  running.forget()
})

test('a server that is not ready in time is stopped, and the status it gave is told', async () => {
  const error = await refusal(start('node server.mjs 127.0.0.1 503', 1500))
  expect(error.message).toMatch(
    /^"node server\.mjs 127\.0\.0\.1 503" was not ready within 1\.5 s: "\/ready" answers 503/,
  )
  expect(error.message).toMatch(/\| listening \d+\n {2}Its whole log is in "/)
  expect(error.hint).toContain('--wait')
  await expectGone(processes())
})

test('another path is suggested when the ready path is not known', async () => {
  const error = await refusal(start('node server.mjs 127.0.0.1 404', 1500))
  expect(error.hint).toContain('--ready')
})

test('a server that ignores PORT is told about PORT', async () => {
  const error = await refusal(start('PORT=0 node server.mjs', 1500))
  expect(error.message).toContain('the connection is refused')
  expect(error.hint).toContain('environment variable PORT')
})

test('a command that ends is noticed at once, with its last words', async () => {
  const begin = performance.now()
  const error = await refusal(start(`echo "Error: database is down" >&2; exit 3`, 60_000))
  expect(error.message).toContain('exited with code 3 before it was ready.\n  | Error: database is down\n')
  expect(performance.now() - begin).toBeLessThan(20_000)
})

test('an unknown command is told as such', async () => {
  const error = await refusal(start('no-such-program-at-all'))
  expect(error.hint).toContain('does not know the command')
})

test('a port in use is named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(done => other.once('listening', done))
  const {port} = other.address() as {port: number} // a server on a port has an address with a port
  const error = await refusal(start(`PORT=${port} node server.mjs`))
  expect(error.hint).toContain(`Port ${port} is in use.`)
  other.close()
})

test('an interruption while waiting stops the server', async () => {
  const controller = new AbortController()
  rmSync(join(folder, 'pids.json'))
  const promise = start('node server.mjs 127.0.0.1 503', 30_000, controller.signal)
  while (!existsSync(join(folder, 'pids.json'))) await pause(20)
  controller.abort(new Error('stop'))
  await expect(promise).rejects.toThrow('stop')
  await expectGone(processes())
})

test('nothing is left behind when the starting process is killed', async () => {
  const script = join(folder, 'starter.ts')
  writeFileSync(
    script,
    `import {startServer} from ${JSON.stringify(resolve('src/io/server-process.ts'))}
     await startServer({command: 'node server.mjs', cwd: ${JSON.stringify(folder)}, ready: '/', wait: 10000}, new AbortController().signal)
     console.log('ready'); setInterval(() => {}, 1000)`,
  )
  const {build} = await import('esbuild')
  const outfile = join(folder, 'starter.mjs')
  await build({entryPoints: [script], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error'})
  const starter = spawn(process.execPath, [outfile], {stdio: ['ignore', 'pipe', 'inherit']})
  await new Promise(done => starter.stdout.once('data', done))
  const ids = processes()
  expect(ids.filter(isAlive)).toEqual(ids)
  starter.kill('SIGKILL')
  await expectGone(ids)
})
