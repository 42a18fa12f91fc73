import {basename, dirname, resolve} from 'node:path'
import * as istioNetworking from '@kubernetes-models/istio/networking.istio.io/v1'
import * as istioSecurity from '@kubernetes-models/istio/security.istio.io/v1'
import * as monitoring from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1'
import {load, loadAll} from 'js-yaml'
import * as apps from 'kubernetes-models/apps/v1'
import * as autoscaling from 'kubernetes-models/autoscaling/v2'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {z} from 'zod'
import {
  clientHeaders,
  correlationId,
  deprecationHeaders,
  idempotencyKey,
  internalHeaders,
  rateLimitHeaders,
  requestId,
  retryAfter,
} from '../../src/standard/headers.js'
import {complaintsOf, type ManifestModel} from './known-fields.js'
import {kongFile} from './kong-file.js'
import {openWorkshop, type Workshop} from './project.js'

type Manifest = Readonly<Record<string, unknown>>

const models: ReadonlyMap<string, ManifestModel> = new Map(
  [apps, autoscaling, core, networking, policy, istioNetworking, istioSecurity, monitoring]
    .flatMap(group => Object.values<unknown>(group))
    .flatMap(each => (isModel(each) ? [[`${each.apiVersion} ${each.kind}`, each] as const] : [])),
)

function isModel(value: unknown): value is ManifestModel {
  return typeof value === 'function' && 'apiVersion' in value && 'kind' in value
}

const asyncapi = z.object({
  channels: z.record(
    z.string(),
    z.object({
      address: z.string(),
      bindings: z.object({
        kafka: z.object({
          partitions: z.int(),
          replicas: z.int(),
          topicConfiguration: z.record(z.string(), z.unknown()),
        }),
      }),
    }),
  ),
})

/** Everything that can be deployed, of a service that has everything that can be seen from outside. */
const targets = ['compose', 'grafana', 'istio', 'kong', 'kubernetes', 'prometheus']

describe.each([
  {template: 'service', kind: ['rest'], deploy: targets},
  {template: 'service', kind: ['graphql', 'grpc', 'rest'], deploy: targets},
  {
    template: 'service',
    kind: ['grpc', 'rest'],
    deploy: [...targets.filter(target => target !== 'kong'), 'kong-enterprise'],
  },
  {template: 'service', kind: ['rest'], messaging: ['kafka'], deploy: targets},
  {
    template: 'service',
    kind: ['worker'],
    messaging: ['redis'],
    with: ['outbox', 'saga', 'webhooks'],
    deploy: targets.filter(target => target !== 'kong'),
  },
  {template: 'gateway', kind: [], deploy: targets.filter(target => target !== 'compose')},
  {template: 'gateway', kind: [], deploy: ['istio', 'kong-enterprise', 'kubernetes', 'prometheus']},
])('$template $kind $messaging $with with $deploy', ({template, kind, messaging = [], with: features = [], deploy}) => {
  const has = (target: string) => deploy.some(each => each.startsWith(target))
  let workshop: Workshop
  const texts = new Map<string, string>()
  const manifests: {path: string; manifest: Manifest}[] = []

  beforeAll(async () => {
    workshop = await openWorkshop({
      label: '',
      template,
      choices: template === 'service' ? {kind, messaging, with: features, deploy} : {deploy},
      tests: 'none',
    })
    for (const {path, content} of workshop.planned('payment-methods-service').files)
      if (path.startsWith('deploy/') || path === 'compose.yaml') texts.set(path, content.toString())
    for (const [path, text] of texts) {
      if (!/^deploy\/(kafka|kubernetes|istio|prometheus)\/.+\.yaml$/.test(path)) continue
      for (const manifest of loadAll(text) as Manifest[]) manifests.push({path, manifest})
    }
  })
  afterAll(() => workshop.remove())

  test('is what the published schemas say, and nothing besides', () => {
    // The packages have no schema of Strimzi's topics, and kustomize is no cluster.
    const cluster = manifests.filter(
      ({manifest}) => !['Kustomization', 'KafkaTopic'].includes(String(manifest['kind'])),
    )
    expect(cluster.length).toBeGreaterThanOrEqual(14)
    for (const {path, manifest} of cluster) {
      const name = `${manifest['apiVersion']} ${manifest['kind']}`
      const model = models.get(name)
      if (!model) throw new Error(`There is no schema for "${name}" in ${path}.`)
      expect([path, complaintsOf(model, manifest)]).toEqual([path, []])
    }
  })

  test.runIf(messaging.some(each => each === 'kafka'))('has the topics of its contract', () => {
    const topics = manifests.filter(({manifest}) => manifest['kind'] === 'KafkaTopic').map(({manifest}) => manifest)
    const contract = workshop.planned('payment-methods-service').files.find(({path}) => path.endsWith('asyncapi.yaml'))
    const {channels} = asyncapi.parse(load(contract?.content.toString() ?? ''))
    for (const {address, bindings} of Object.values(channels)) {
      const {partitions, replicas, topicConfiguration} = bindings.kafka
      const config = Object.entries(topicConfiguration).map(([key, value]) => [
        key,
        Array.isArray(value) ? value[0] : value,
      ])
      expect(topics).toContainEqual(
        expect.objectContaining({
          metadata: expect.objectContaining({name: address}),
          spec: {partitions, replicas, config: Object.fromEntries(config)},
        }),
      )
      expect(topics.map(({metadata}) => metadata)).toContainEqual(
        expect.objectContaining({name: `${address}-dead-letter`}),
      )
    }
  })

  test('leaves no file out of what is applied', () => {
    for (const {path, manifest} of manifests.filter(({manifest}) => manifest['kind'] === 'Kustomization')) {
      const beside = [...texts.keys()].filter(other => dirname(other) === dirname(path) && other !== path)
      expect([...(manifest['resources'] as string[])].sort()).toEqual(beside.map(other => basename(other)).sort())
    }
  })

  test('gives the names and ports that services, policies and probes speak of', () => {
    const ofKind = (kind: string) => manifests.filter(({manifest}) => manifest['kind'] === kind)
    const services = ofKind('Service').map(({manifest}) => manifest as unknown as core.IService)
    const [deployment] = ofKind('Deployment').map(({manifest}) => manifest as unknown as apps.IDeployment)
    const containers = deployment?.spec?.template.spec?.containers ?? []
    const ports = new Set(containers.flatMap(each => each.ports ?? []).map(({name}) => name))
    const named = services.flatMap(({spec}) => spec?.ports ?? []).map(({targetPort}) => targetPort)
    for (const port of named.filter(each => typeof each === 'string')) expect([...ports]).toContain(port)
    expect(named).toContain('http')
    expect(named.includes(50_051)).toBe(kind.some(each => each === 'grpc'))
    const hosts = new Set(services.map(({metadata}) => metadata?.name))
    const rules = ofKind('DestinationRule').map(({manifest}) => manifest as {spec: {host: string}})
    expect(new Set(rules.map(({spec}) => spec.host))).toEqual(hosts)
  })

  test.runIf(has('kong'))('has a Kong file that is one', () => {
    const text = texts.get('deploy/kong/kong.yaml') ?? ''
    // decK puts the environment in before anybody reads it.
    const {services, routes} = kongFile.parse(load(text.replaceAll(/\$\{\{ env "DECK_[A-Z_]+" \}\}/g, 'secret')))
    for (const {service} of routes) expect(services.map(({name}) => name)).toContain(service.name)
    expect(new Set(routes.map(({name}) => name.replace(/^.*-/, '')))).toEqual(
      new Set(template === 'gateway' ? ['orders'] : kind),
    )
    const used = services.flatMap(each => each.plugins)
    // Kong writes X-Forwarded-For anew by itself.
    const claims = internalHeaders.filter(name => name !== 'X-Forwarded-For')
    for (const plugin of used) {
      if (plugin.name === 'request-transformer') expect(plugin.config.remove.headers).toEqual(claims)
      if (plugin.name !== 'cors') continue
      expect(plugin.config.headers).toEqual(
        expect.arrayContaining(['Authorization', 'If-Match', requestId, idempotencyKey.name, ...clientHeaders]),
      )
      expect(plugin.config.exposed_headers).toEqual(
        expect.arrayContaining([requestId, correlationId, retryAfter, ...rateLimitHeaders, ...deprecationHeaders]),
      )
    }
    const plugins = used.map(({name}) => name)
    expect(plugins).toEqual(expect.arrayContaining(['cors', 'request-transformer', 'request-size-limiting']))
    expect(plugins).toContain(deploy.includes('kong') ? 'rate-limiting' : 'rate-limiting-advanced')
  })

  test.runIf(has('grafana'))('has dashboards whose panels do not lie over each other', () => {
    const dashboards = [...texts]
      .filter(([path]) => path.endsWith('dashboard.json'))
      .map(([, text]) => JSON.parse(text))
    const topics = [template, ...kind.filter(each => each !== 'rest' && each !== 'worker'), ...messaging.slice(0, 1)]
    expect(dashboards).toHaveLength(topics.length)
    expect(new Set(dashboards.map(({uid}) => uid)).size).toBe(dashboards.length)
    for (const {panels} of dashboards) {
      const places = panels.flatMap(({gridPos: {x, y, w, h}}: {gridPos: Record<'x' | 'y' | 'w' | 'h', number>}) => {
        expect(x + w).toBeLessThanOrEqual(24)
        return Array.from({length: w * h}, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`)
      })
      expect(new Set(places).size).toBe(places.length)
      expect(new Set(panels.map(({id}: {id: number}) => id)).size).toBe(panels.length)
    }
  })

  test('mesh lint manifests finds nothing', async () => {
    const project = await workshop.make('orders')
    const said = await workshop.run(
      project,
      process.execPath,
      resolve('bin/run.js'),
      'lint',
      'manifests',
      '--format',
      'json',
    )
    const {findings, manifests: judged} = JSON.parse(said)
    expect(findings).toEqual([])
    expect(judged.length).toBeGreaterThan(manifests.length / 2)
  })
})

test('members that no schema has are found', () => {
  const model = models.get('v1 Service')
  if (!model) throw new Error('There is no schema.')
  const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'x'}, spec: {ports: [{port: 1, prot: 'TCP'}]}}
  expect(complaintsOf(model, service)).toEqual(['"spec.ports.0.prot" is not known.'])
  const wrong = {...service, spec: {ports: [{port: 'one'}]}}
  expect(complaintsOf(model, wrong)).toEqual([expect.stringContaining('port must be integer')])
})
