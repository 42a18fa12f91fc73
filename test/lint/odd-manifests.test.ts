import {expect, test} from 'vitest'
import {readJson} from '../../src/contracts/json/document.js'
import {readManifests} from '../../src/contracts/manifests/reader.js'
import {rulesFor} from '../../src/contracts/rules.js'
import {lint} from '../../src/core/lint.js'
import {assertWhole, spoiled} from './spoiled.js'

const metadata = {name: 'orders', namespace: 'shop', labels: {app: 'orders'}}
const probe = {httpGet: {path: '/health', port: 3000}, timeoutSeconds: 1, failureThreshold: 3}

/** Manifests in which nearly everything occurs that a rule looks at. */
const manifests = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      selector: {matchLabels: {app: 'orders'}, matchExpressions: [{key: 'app', operator: 'In', values: ['orders']}]},
      template: {
        metadata: {labels: {app: 'orders', version: 'v1'}},
        spec: {
          serviceAccountName: 'orders',
          hostNetwork: true,
          securityContext: {runAsNonRoot: true},
          volumes: [{name: 'a', hostPath: {path: '/'}}],
          initContainers: [{name: 'b', restartPolicy: 'Always'}],
          containers: [
            {
              name: 'api',
              image: 'a:1',
              ports: [{name: 'http', containerPort: 3000}],
              env: [{name: 'A_SECRET', value: 'x'}],
              resources: {requests: {cpu: '1', memory: '1Gi'}, limits: {memory: '1Mi'}},
              securityContext: {capabilities: {add: ['ALL']}},
              startupProbe: probe,
              livenessProbe: probe,
              readinessProbe: probe,
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {type: 'NodePort', selector: {app: 'x'}, ports: [{port: 9090, targetPort: 'x'}]},
      },
      {apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {A_TOKEN: 'x', mesh: 'x'}},
      {apiVersion: 'v1', kind: 'LimitRange', metadata, spec: {limits: [{type: 'Container', default: {memory: '1Gi'}}]}},
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata,
        spec: {maxUnavailable: 0, selector: {matchLabels: {app: 'orders'}}},
      },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: {minReplicas: 1, scaleTargetRef: {kind: 'Deployment', name: 'orders'}},
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata,
        spec: {rules: [{http: {paths: [{backend: {service: {name: 'x'}}}]}}]},
      },
    ],
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata,
        spec: {
          hosts: ['orders'],
          gateways: ['edge'],
          http: [
            {
              name: 'a',
              match: [{uri: {prefix: '/a'}, method: {regex: 'GET|POST'}}],
              fault: {delay: {fixedDelay: '1s'}},
              timeout: '10s',
              retries: {attempts: 3, perTryTimeout: '5s', retryOn: '5xx'},
              route: [
                {destination: {host: 'orders', subset: 'a'}, weight: 1},
                {destination: {host: 'x'}, weight: 1},
              ],
            },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: {
          host: 'orders',
          subsets: [{name: 'b', trafficPolicy: {tls: {mode: 'DISABLE'}}}],
          trafficPolicy: {
            tls: {mode: 'DISABLE'},
            connectionPool: {tcp: {maxConnections: 1, connectTimeout: '30s'}},
            outlierDetection: {
              consecutive5xxErrors: 5,
              consecutiveGatewayErrors: 5,
              maxEjectionPercent: 90,
              minHealthPercent: 50,
            },
          },
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata,
        spec: {servers: [{port: {number: 443, name: 'admin', protocol: 'HTTPS'}, hosts: ['a'], tls: {mode: 'SIMPLE'}}]},
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Sidecar',
        metadata,
        spec: {outboundTrafficPolicy: {mode: 'ALLOW_ANY'}},
      },
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata,
        spec: {mtls: {mode: 'DISABLE'}, portLevelMtls: {1: {mode: 'DISABLE'}}},
      },
      {apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication', metadata, spec: {jwtRules: [{issuer: 'a'}]}},
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata,
        spec: {
          rules: [
            {
              from: [{source: {namespaces: ['a']}}],
              to: [{operation: {paths: ['/a/*']}}],
              when: [{key: 'request.headers[authorization]'}],
            },
          ],
        },
      },
    ],
  },
  {
    _format_version: '3.0',
    consumers: [{username: 'a', keyauth_credentials: [{key: 'x'}], plugins: [{name: 'x'}]}],
    plugins: [{name: 'rate-limiting', service: 'orders', config: {policy: 'local', redis_host: 'x'}}],
    services: [
      {
        name: 'orders',
        retries: 3,
        read_timeout: 30_000,
        tags: ['public'],
        plugins: [{name: 'key-auth', config: {key_names: ['a'], anonymous: 'a'}}],
        routes: [{name: 'a', paths: ['/graphql'], methods: ['GET'], protocols: ['http'], plugins: [{name: 'jwt'}]}],
      },
    ],
    routes: [{name: 'b', service: {name: 'x'}}, {name: 'c'}],
  },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {name: 'a', rules: [{alert: 'A', expr: 'histogram_quantile(1, sum(a_bucket))', labels: {severity: 'x'}}]},
      ],
    },
  },
] as const

test.each(manifests.map((manifest, index) => [index, manifest] as const))(
  'no value at any place of manifest %i ends the run',
  async (turn, manifest) => {
    const rules = await rulesFor('manifests')
    const others = manifests.flatMap(each => readJson({path: 'others.json', text: JSON.stringify(each)}).documents)
    let found = 0
    for (const {text, change} of spoiled(manifest, turn * 4)) {
      const [read] = readJson({path: 'a.json', text}).documents
      if (!read) throw new Error('It is JSON.')
      const around = [...others, read].map(document => ({document, documents: new Map()}))
      try {
        const contract = await readManifests(read, {neighbours: async () => around})
        const {findings} = lint(contract, rules)
        assertWhole(findings)
        found += findings.length
      } catch (error) {
        throw new Error(`The document with ${change} ends the run.`, {cause: error})
      }
    }
    expect(found).toBeGreaterThan(10)
  },
)
