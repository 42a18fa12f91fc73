import {expect, test} from 'vitest'
import type {LintRequest} from '../../src/lint/request.js'
import {Project} from './linted.js'
import {commit, git} from './repository.js'

const project = new Project()

const service = (name: string, port = 9090) => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  type: NodePort
  ports:
    - {name: http, port: 80}
    - {name: inner, port: ${port}}
`

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  replicas: 1
  template: {metadata: {labels: {app: orders}}, spec: {containers: []}}
`

const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders}
spec: {minAvailable: 1, selector: {matchLabels: {app: orders}}}
`

/** The two rules that the manifests above break. */
const only = [
  'manifests/ports-not-public',
  'manifests/availability',
  'shared/exemption-reason',
  'shared/unused-exemption',
]

async function found(request: Partial<LintRequest> = {}): Promise<string[]> {
  const {findings} = await project.lint({}, {subject: 'manifests', only, ...request})
  return findings.map(({rule, location: {path, start}}) => `${path}:${start.line} ${rule}`)
}

const ports = 'manifests/ports-not-public'

test('what a resource refers to is found in other files, whichever are named', async () => {
  project.write({'k8s/orders.yaml': deployment, 'other/budget.yaml': budget})
  const pods = ['k8s/orders.yaml:5 manifests/availability']
  expect(await found()).toEqual(pods)
  expect(await found({paths: ['k8s/orders.yaml']})).toEqual(pods)
  expect(await found({paths: ['k8s']})).toEqual(pods)
  expect(await found({stdin: {path: 'stdin.yaml', text: deployment}})).toEqual(['stdin.yaml:5 manifests/availability'])
  project.write({'other/budget.yaml': budget.replace('app: orders', 'app: others')})
  expect(await found({paths: ['k8s/orders.yaml']})).toEqual(['k8s/orders.yaml:3 manifests/availability', ...pods])
})

test('a comment silences a rule for the node below it, for its own line, or for a whole document', async () => {
  const text = [
    service('a').replace(
      '    - {name: inner',
      `    # mesh-ignore ${ports} It is behind a firewall.\n    - {name: inner`,
    ),
    service('b').replace('9090}', '9090} # mesh-ignore deploy-ports-not-public It is behind a firewall.'),
    `# mesh-ignore ${ports} It is behind a firewall.\n${service('c')}`,
    service('d').replace(
      '  ports:',
      `  # mesh-ignore ${ports} It is behind a firewall.\n  # Another comment.\n\n  ports:`,
    ),
    service('e'),
  ].join('---\n')
  project.write({'all.yaml': text})
  const last = text.split('\n').findLastIndex(line => line.includes('9090')) + 1
  expect(await found()).toEqual([`all.yaml:${last} ${ports}`])
  const {suppressed} = await project.lint({}, {subject: 'manifests', only})
  expect(suppressed).toHaveLength(4)
  expect(suppressed?.every(({by, reason}) => by === 'exemption' && reason === 'It is behind a firewall.')).toBe(true)
})

test('an exemption needs a reason, and something that it silences', async () => {
  project.write({
    'a.yaml': service('a').replace('9090}', `9090} # mesh-ignore ${ports}`),
    'b.yaml': `# mesh-ignore ${ports} It was public once.\n${service('b', 8443)}`,
    'c.yaml': service('c', 8443).replace('name: http', `name: 'mesh-ignore ${ports}'`),
  })
  expect(await found()).toEqual(['a.yaml:8 shared/exemption-reason', 'b.yaml:1 shared/unused-exemption'])
})

test('patches of a kustomization are no resources, unless they are named; a kustomization is none at all', async () => {
  project.write({
    'base/kustomization.yaml': 'resources: [service.yaml]\n',
    'base/service.yaml': service('orders', 8443),
    'production/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches: [{path: ports.yaml}]\npatchesStrategicMerge: [more.yaml]\n',
    'production/ports.yaml': service('orders'),
    'production/more.yaml': service('orders'),
  })
  expect(await found()).toEqual([])
  expect(await found({paths: ['production/ports.yaml']})).toEqual([`production/ports.yaml:8 ${ports}`])
})

test('templates are named and left out; without anything else that is an error', async () => {
  const template = service('{{ .Release.Name }}')
  project.write({'chart/templates/service.yaml': template, 'k8s/service.yaml': service('orders')})
  const report = await project.lint({}, {subject: 'manifests', only})
  expect(report.findings.map(({location: {path}}) => path)).toEqual(['k8s/service.yaml'])
  expect(report.lines).toEqual([{mark: 'doubtful', text: expect.stringContaining('"chart/templates/service.yaml"')}])
  await expect(project.lint({}, {subject: 'manifests', paths: ['chart']})).rejects.toThrow('helm template')
})

test('contracts and manifests are told apart, and have a baseline each', async () => {
  const contract = 'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {/x_y: {get: {operationId: a_b}}}\n'
  project.write({'api.yaml': contract, 'service.yaml': service('orders')})
  const manifests = await project.lint({}, {subject: 'manifests', writeBaseline: true})
  expect([manifests.data?.baseline, manifests.outcome]).toMatchObject([{path: 'mesh-baseline-manifests.json'}, 'pass'])
  const contracts = await project.lint({}, {writeBaseline: true})
  expect([contracts.data?.baseline, contracts.outcome]).toMatchObject([{path: 'mesh-baseline.json'}, 'pass'])
  expect((await project.lint({}, {subject: 'manifests'})).outcome).toBe('pass')
  await expect(project.lint({}, {subject: 'manifests', paths: ['api.yaml']})).rejects.toThrow('is no manifest')
  await expect(project.lint({}, {paths: ['service.yaml']})).rejects.toThrow('is not a contract')
})

test('only what changed is told with --since', async () => {
  project.write({'a.yaml': `${service('a')}---\n${service('b')}`})
  git(project.folder, 'init', '-q', '-b', 'main')
  commit(project.folder)
  expect(await found({since: 'main'})).toEqual([])
  project.write({'a.yaml': `${service('a')}---\n${service('b', 8080)}`, 'c.yaml': service('c')})
  expect(await found({since: 'main'})).toEqual([`a.yaml:17 ${ports}`, `c.yaml:8 ${ports}`])
})

test('rules of the project judge manifests, too', async () => {
  project.write({
    'service.yaml': service('orders'),
    'mesh-rules/manifests/no-orders.mjs': `export default {
  summary: 'Disallow orders', why: 'Because.', fix: 'Do not.', severity: 'error',
  examples: {valid: ['a'], invalid: ['b']},
  check({document}, report) { for (const {name, at} of document.resources) if (name === 'orders') report(at, 'No orders.') },
}\n`,
  })
  const {findings} = await project.lint(
    {customRules: ['mesh-rules/*/*.mjs']},
    {subject: 'manifests', only: ['manifests/no-orders']},
  )
  expect(findings.map(({message}) => message)).toEqual(['No orders.'])
})
