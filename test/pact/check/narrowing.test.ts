import {execFileSync} from 'node:child_process'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {Project} from '../mesh.js'

let project: Project

const contract = (path: string) => `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  ${path}: {get: {responses: {'200': {description: An order.}}}}
`

const pact = (...paths: string[]) => ({
  consumer: {name: 'web'},
  provider: {name: 'orders'},
  interactions: paths.map(path => ({description: path, request: {method: 'GET', path}, response: {status: 200}})),
})

beforeEach(() => {
  project = new Project({
    'mesh.yaml': 'pact: {contracts: {orders: openapi.yaml}}\n',
    'openapi.yaml': contract('/orders'),
    'pacts/web.json': pact('/orders', '/old'),
  })
})

afterEach(() => project.remove())

async function check(...words: string[]) {
  const {stdout, code} = await project.mesh(['pact', 'check', '--format', 'json', ...words])
  const {findings, baseline} = JSON.parse(stdout) as {findings: {message: string}[]; baseline?: unknown} // as printed
  return {code, told: findings.map(({message}) => /"GET (.*?)"/.exec(message)?.[1]), baseline}
}

test('--since tells what has to do with a change of a pact or of the contract', async () => {
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {cwd: project.folder})
  git('init', '-q')
  git('add', 'mesh.yaml', 'openapi.yaml', 'pacts')
  git('commit', '-qm', 'first')
  expect(await check('--since', 'HEAD')).toMatchObject({code: 0, told: []})
  project.write('pacts/web.json', pact('/orders', '/old', '/new'))
  expect(await check('--since', 'HEAD')).toMatchObject({code: 1, told: ['/new']})
  expect((await check('--since', 'HEAD', '--since-scope', 'files')).told).toEqual(['/old', '/new'])
  git('commit', '-qam', 'second')
  // The pact is as it was; what it relies on has gone from the contract.
  project.write('openapi.yaml', contract('/commands').replace('paths', '# All new.\npaths'))
  expect((await check('--since', 'HEAD', '--since-scope', 'files')).told).toEqual(['/orders', '/old', '/new'])
})

test('a baseline shrinks when all pacts of the project were checked, and only then', async () => {
  expect(await check('--write-baseline')).toMatchObject({code: 0, told: [], baseline: {known: 1, written: true}})
  project.write('pacts/web.json', pact('/orders', '/new'))
  const part = await check('pacts/web.json', '--write-baseline')
  expect(part).toMatchObject({told: ['/new'], baseline: {gone: 0}})
  expect(await check('--write-baseline')).toMatchObject({told: ['/new'], baseline: {gone: 1}})
  expect(await check('--no-baseline')).toMatchObject({told: ['/new'], baseline: undefined})
  expect(JSON.parse(project.read('mesh-baseline-pacts.json')).findings).toEqual({})
})
