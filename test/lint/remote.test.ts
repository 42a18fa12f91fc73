import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {ruleIds} from '../../src/contracts/rules.js'
import {isPrivateAddress} from '../../src/lint/private-addresses.js'
import {privateLiteral} from '../../src/lint/public-network.js'
import type {LintRequest} from '../../src/lint/request.js'
import {Project} from './linted.js'

const project = new Project()

/** Rules off: these tests are about reading. */
const quiet = {rules: Object.fromEntries(ruleIds.map(id => [id, 'off' as const]))}

const contract = 'openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n'

async function found(paths: readonly string[] = [], request: Partial<LintRequest> = {}) {
  const {findings} = await project.lint(quiet, {paths, ...request})
  return findings.map(
    ({rule, message, location: {path, start}}) => `${path}:${start.line}:${start.column} ${rule} ${message}`,
  )
}

describe('references into the network', () => {
  let server: Server
  const asked: string[] = []
  beforeEach(async () => {
    asked.length = 0
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/parts/schema.yaml') response.end("A: {type: object, properties: {b: {$ref: 'b.json'}}}\n")
      else if (request.url === '/parts/b.json') response.end('{"type": "strin"}')
      else if (request.url === '/moved') response.writeHead(302, {location: '/parts/schema.yaml'}).end()
      else if (request.url === '/round') response.writeHead(302, {location: '/round'}).end()
      else if (request.url === '/away') response.writeHead(302, {location: 'file:///etc/hostname'}).end()
      else if (request.url === '/inside')
        response.writeHead(302, {location: `http://localhost:${request.socket.localPort}/parts/schema.yaml`}).end()
      else if (request.url?.startsWith('/endless/'))
        response.end(`A: {$ref: '${Number(request.url.slice(9)) + 1}#/A'}\n`)
      else if (request.url === '/large') response.end(Buffer.alloc(21 * 1024 * 1024, 'a'))
      else response.writeHead(404).end()
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  })
  afterEach(() => new Promise(done => server.close(done)))

  const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`
  const allowed = () => ({
    allowRemote: true,
    config: project.config({...quiet, privateHosts: [host(), '127.0.0.1:1']}),
  })
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const schema = (ref: string) => `${contract}components: {schemas: {A: {$ref: '${origin()}${ref}'}}}\n`

  test('are refused by default, with the flag that allows them', async () => {
    project.write({'a.yaml': schema('/parts/schema.yaml#/A')})
    expect(await found(['a.yaml'])).toEqual([
      `a.yaml:4:34 openapi/reference "${origin()}/parts/schema.yaml" is in the network; such references are not followed without --allow-remote.`,
    ])
    expect(asked).toEqual([])
  })

  test('are followed when they are allowed, each address once', async () => {
    project.write({'a.yaml': schema('/parts/schema.yaml#/A'), 'b.yaml': schema('/moved#/A')})
    expect(await found([], allowed())).toEqual([
      expect.stringMatching(/b\.json:1:10 openapi\/structure "type" must be one of .+"strin"/),
    ])
    expect(asked.filter(url => url === '/parts/b.json')).toHaveLength(1)
  })

  test.each([
    ['/missing', 'answers with status 404.'],
    ['/round', 'redirects more than 3 times.'],
    ['/away', 'leads to "file:///etc/hostname", which is no http address.'],
    ['/large', 'is larger than 20 MB.'],
  ])('%s is a finding', async (path, reason) => {
    project.write({'a.yaml': schema(path)})
    expect(await found(['a.yaml'], allowed())).toEqual([`a.yaml:4:34 openapi/reference "${origin()}${path}" ${reason}`])
  })

  test('nobody there is a finding', async () => {
    project.write({'a.yaml': `${contract}components: {schemas: {A: {$ref: 'http://127.0.0.1:1/x'}}}\n`})
    expect(await found(['a.yaml'], allowed())).toEqual([
      'a.yaml:4:34 openapi/reference "http://127.0.0.1:1/x" cannot be fetched: nothing listens there.',
    ])
  })

  test('are not followed to private addresses, neither at once nor by a redirect', async () => {
    project.write({'a.yaml': schema('/parts/schema.yaml#/A')})
    expect(await found(['a.yaml'], {allowRemote: true})).toEqual([
      `a.yaml:4:34 openapi/reference "${origin()}/parts/schema.yaml" is not followed: "127.0.0.1" has a private address.`,
    ])
    expect(asked).toEqual([])
    const named = origin().replace('127.0.0.1', 'localhost')
    project.write({'a.yaml': `${contract}components: {schemas: {A: {$ref: '${named}/x'}}}\n`})
    const {findings} = await project.lint(quiet, {paths: ['a.yaml'], allowRemote: true})
    expect(findings[0]?.message, 'a name is judged by what it stands for').toBe(
      `"${named}/x" is not followed: "localhost" has a private address.`,
    )
    expect(findings[0]?.fix).toContain(`name "${host().replace('127.0.0.1', 'localhost')}" under \`lint.privateHosts\``)
    expect(asked).toEqual([])
    project.write({'a.yaml': schema('/inside#/A')})
    expect(await found(['a.yaml'], allowed())).toEqual([
      `a.yaml:4:34 openapi/reference "${origin()}/inside" leads to "${named}/parts/schema.yaml", which is not followed: "localhost" has a private address.`,
    ])
    expect(asked).toEqual(['/inside'])
  })

  test('to documents without end are given up', async () => {
    project.write({'a.yaml': schema('/endless/0#/A')})
    const findings = await found(['a.yaml'], allowed())
    expect(findings.at(-1)).toContain('more than 500 documents of the network are needed.')
    expect(asked).toHaveLength(500)
  })
})

test.each([
  ['8.8.8.8', false],
  ['192.167.255.255', false],
  ['172.32.0.1', false],
  ['2606:4700:4700::1111', false],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['100.100.100.200', true],
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['::', true],
  ['::ffff:8.8.8.8', true],
  ['::ffff:7f00:1', true],
  ['::127.0.0.1', true],
  ['64:ff9b::a9fe:a9fe', true],
  ['fd00:ec2::254', true],
  ['fe80::1%eth0', true],
  ['2002:7f00:1::', true],
  ['example.com', true],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate)
})

test.each(['http://0x7f.1/', 'http://2130706433/', 'http://127.1/', 'http://[::ffff:127.0.0.1]/', 'http://[::1]:80/'])(
  '%s is seen through',
  address => {
    expect(privateLiteral(new URL(address))).toBeDefined()
  },
)
