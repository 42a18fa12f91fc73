import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {resolve} from 'node:path'
import {afterEach, expect} from 'vitest'
import {type Outcome, Project, type RunOptions} from '../mesh.js'

/** A provider of orders; the variable MODE says what is odd about it. */
export const fixture = `node ${resolve('test/fixtures/pact/provider.mjs')}`
export const started = ['--provider', 'orders', '--start', fixture]

const projects: Project[] = []
const servers: Server[] = []

afterEach(async () => {
  for (const project of projects.splice(0)) project.remove()
  const closing = servers.splice(0)
  for (const server of closing) server.closeAllConnections()
  await Promise.all(closing.map(server => new Promise(done => server.close(done))))
})

export function project(files: Readonly<Record<string, unknown>>): Project {
  const made = new Project(files)
  projects.push(made)
  return made
}

/** Gives the address of a server that is closed behind the test. */
export async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(done => server.listen(0, host, done))
  const {port} = server.address() as AddressInfo // it listens on a port
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

export function pact(interactions: readonly object[], version = '3.0.0', more: object = {}) {
  return {
    consumer: {name: 'web'},
    provider: {name: 'orders'},
    interactions,
    metadata: {pactSpecification: {version}},
    ...more,
  }
}

export const order1 = {
  description: 'a request for order 1',
  request: {method: 'GET', path: '/orders/1'},
  response: {status: 200, headers: {'Content-Type': 'application/json'}, body: {id: 1, status: 'open'}},
}

export async function verify(files: Readonly<Record<string, unknown>>, args: readonly string[], options?: RunOptions) {
  const outcome = await project(files).mesh(['pact', 'verify', 'pacts', ...args, '--format', 'json'], options)
  return {...outcome, report: outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout)}
}

export function expectMendable({code, stdout, stderr}: Outcome, message: RegExp, expected = 2): void {
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/\nhint: \S/)
  expect(stderr).not.toMatch(/^\s+at .*\/dist\//m)
  expect(stdout).toBe('')
  expect(code).toBe(expected)
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
