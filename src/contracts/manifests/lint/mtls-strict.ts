import {z} from 'zod'
import {rootNamespace, security} from '../istio.js'
import type {ManifestSet} from '../manifest-set.js'
import {lintRule, type Manifests, type Resource} from '../model.js'

const options = z.object({
  metricsPorts: z
    .array(z.number())
    .default([9090, 15_020, 15_090])
    .describe('Ports that may be read without mutual TLS, by a Prometheus that is not in the mesh.'),
})

export default lintRule({
  summary: 'Require mutual TLS of everything in the mesh, and of no port less but that of metrics',
  why: 'With PERMISSIVE a service answers whoever reaches its address, in plain text and without a name; policies that ask who calls then protect nothing.',
  fix: 'Add a PeerAuthentication with `mtls: {mode: STRICT}` to each namespace, or one for all to `istio-system`.',
  severity: 'error',
  security: 'high',
  options,
  examples: {
    valid: [
      `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}, portLevelMtls: {9090: {mode: PERMISSIVE}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec: {template: {spec: {containers: []}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders, namespace: shop}
spec: {host: orders, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
`,
      // One for the whole mesh. Without Istio there is nothing to ask for.
      `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: istio-system}
spec: {mtls: {mode: STRICT}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec: {template: {spec: {containers: []}}}
`,
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec: {template: {spec: {containers: []}}}
`,
      // What is not in the mesh has no proxy that could do it.
      `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge}
---
apiVersion: v1
kind: Namespace
metadata: {name: monitoring, labels: {istio-injection: disabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: grafana, namespace: monitoring}
spec: {template: {spec: {containers: []}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once, namespace: shop}
spec: {template: {metadata: {labels: {sidecar.istio.io/inject: "false"}}, spec: {containers: []}}}
`,
    ],
    invalid: [
      // One with a selector is about some pods, and that of another namespace about none of these.
      `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: some, namespace: shop}
spec:
  selector: {matchLabels: {app: orders}}
  mtls: {mode: STRICT}
  portLevelMtls:
    8080: {mode: PERMISSIVE} # want: PeerAuthentication "some" takes plain text on port 8080.
    9090: {mode: DISABLE} # want: PeerAuthentication "some" turns mutual TLS off on port 9090.
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: users, namespace: shop} # want: The namespace "shop" has no PeerAuthentication with the mode STRICT.
spec: {template: {spec: {containers: []}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: others, namespace: shop}
spec: {template: {spec: {containers: []}}}
`,
      `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec:
  mtls:
    mode: PERMISSIVE # want: PeerAuthentication "default" takes plain text, too.
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: orders, namespace: shop}
spec:
  host: orders
  trafficPolicy:
    tls: {mode: DISABLE} # want: DestinationRule "orders" calls "orders" in plain text.
`,
    ],
  },

  check({document}, report, {metricsPorts}) {
    for (const resource of document.resources) {
      const {kind, group, title, member} = resource
      const mode = member('spec', 'mtls', 'mode')
      if (kind === 'PeerAuthentication' && group === security) {
        if (mode?.text === 'PERMISSIVE') report(mode, `${title} takes plain text, too.`)
        if (mode?.text === 'DISABLE') report(mode, `${title} turns mutual TLS off.`)
        for (const port of member('spec', 'portLevelMtls')?.children() ?? []) {
          const own = port.get('mode')?.text
          if (own === 'DISABLE') report(port, `${title} turns mutual TLS off on port ${port.name}.`)
          if (own === 'PERMISSIVE' && !metricsPorts.includes(Number(port.name)))
            report(port, `${title} takes plain text on port ${port.name}.`)
        }
      }
      const tls = kind === 'DestinationRule' ? member('spec', 'trafficPolicy', 'tls', 'mode') : undefined
      const host = member('spec', 'host')?.text ?? ''
      if (tls?.text === 'DISABLE' && isInside(host)) report(tls, `${title} calls "${host}" in plain text.`)
    }
    for (const {resource} of bare(document)) {
      const {namespace, at} = resource
      report(at, `The namespace "${namespace}" has no PeerAuthentication with the mode STRICT.`)
    }
  },
})

/** The first workload of each namespace that nothing covers. What is permissive is told where it is written. */
function bare({workloads, set}: Manifests) {
  if (!set.hasIstio || isCovered(set, rootNamespace)) return []
  const first = set.derived(firstWorkloads)
  return workloads.filter(
    ({resource}) => first.get(resource.namespace) === resource.node.value && !isCovered(set, resource.namespace),
  )
}

/** The value of the first one of each namespace that is in the mesh. */
function firstWorkloads(set: ManifestSet): ReadonlyMap<string, unknown> {
  const first = new Map<string, unknown>()
  const outside = new Set([
    rootNamespace,
    'kube-system',
    ...set
      .of('Namespace', '')
      .filter(isLeftOut)
      .map(({name}) => name),
  ])
  for (const {resource, template} of set.workloads) {
    const isAlone = ['annotations', 'labels'].some(
      key => template.at('metadata', key, 'sidecar.istio.io/inject')?.shown === 'false',
    )
    if (isAlone || outside.has(resource.namespace)) continue
    if (!first.has(resource.namespace)) first.set(resource.namespace, resource.node.value)
  }
  return first
}

function isLeftOut({member}: Resource): boolean {
  return member('metadata', 'labels', 'istio-injection')?.shown === 'disabled'
}

function isCovered(set: ManifestSet, namespace: string): boolean {
  return set
    .in(namespace, 'PeerAuthentication', security)
    .some(each => !each.member('spec', 'selector')?.children().length && each.member('spec', 'mtls', 'mode'))
}

/** What is outside of the mesh may well be called in plain text. */
function isInside(host: string): boolean {
  return !host.includes('.') || /\.(?:local|svc)$/.test(host)
}
