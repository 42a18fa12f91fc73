import {didYouMean} from '../../../core/suggest.js'
import {httpRoutesOf} from '../istio.js'
import type {ManifestSet} from '../manifest-set.js'
import {type JsonNode, lintRule, type Resource} from '../model.js'
import {hasLabels} from '../selector.js'

export default lintRule({
  summary: 'Require that autoscalers, routes and services lead to something that is there',
  why: 'An autoscaler of a Deployment that was renamed scales nothing, an Ingress to a Service that is gone answers 503, and a port by a name that no container has leads nowhere.',
  fix: 'Correct the name that is told, or add what is missing to the manifests of the workspace.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    metadata: {labels: {app: orders}}
    spec: {containers: [{name: api, ports: [{name: http, containerPort: 3000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: orders}
spec: {selector: {app: orders}, ports: [{port: 80, targetPort: http}, {port: 81, targetPort: 9000}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: edge}
spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: orders, port: {number: 80}}}}]}}]}
`,
      // In a namespace of which nothing is here, everything may be there; so may be a host outside.
      `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders, namespace: other}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}}
---
apiVersion: v1
kind: Service
metadata: {name: users}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders}
spec:
  hosts: [orders]
  http:
    - route: [{destination: {host: users.default.svc.cluster.local}}, {destination: {host: orders.shop.svc.cluster.local}}]
    - route: [{destination: {host: api.example.com}}]
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    metadata: {labels: {app: orders}}
    spec: {containers: [{name: api, ports: [{name: http, containerPort: 3000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: orders}
spec:
  selector: {app: orders}
  ports:
    - {port: 80, targetPort: htpp} # want: Port "htpp" of Service "orders" is none of Deployment "orders". Did you mean "http"?
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: order} # want: HorizontalPodAutoscaler "orders" scales Deployment "order", which is not there. Did you mean "orders"?
`,
      `
apiVersion: v1
kind: Service
metadata: {name: orders}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: edge}
spec:
  defaultBackend:
    service: {name: web} # want: Ingress "edge" leads to Service "web", which is not there.
  rules: [{http: {paths: [{path: /, backend: {service: {name: orders}}}]}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: edge}
spec:
  hosts: [edge]
  http:
    - route: [{destination: {host: order}}] # want: Route 1 of VirtualService "edge" leads to Service "order", which is not there. Did you mean "orders"?
`,
    ],
  },

  check({document: {resources, set}}, report) {
    for (const resource of resources) {
      const {kind, group, title} = resource
      if (kind === 'HorizontalPodAutoscaler') checkScaler(resource, set, report)
      if (kind === 'Service' && group === '') checkPorts(resource, set, report)
      if (kind === 'Ingress' && group === 'networking.k8s.io')
        for (const name of backendsOf(resource)) checkService(name, resource, title, set, report)
      for (const {node, title: route} of httpRoutesOf(resource))
        for (const each of node.get('route')?.children() ?? []) {
          const host = each.at('destination', 'host')
          // A short name is a Service of the same namespace.
          if (host?.text !== undefined && !host.text.includes('.')) checkService(host, resource, route, set, report)
        }
    }
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

function checkScaler({namespace, title, member}: Resource, set: ManifestSet, report: Report): void {
  const name = member('spec', 'scaleTargetRef', 'name')
  const kind = member('spec', 'scaleTargetRef', 'kind')?.text ?? ''
  const others = set.in(namespace, kind).map(each => each.name)
  if (name && others.length > 0 && !others.includes(name.shown))
    report(name, `${title} scales ${kind} "${name.shown}", which is not there.${didYouMean(name.shown, others)}`)
}

function checkPorts({namespace, title, member}: Resource, set: ManifestSet, report: Report): void {
  const selector = member('spec', 'selector')
  if (!selector?.isObject) return
  const pods = set.workloadsIn(namespace).filter(({labels}) => hasLabels(labels, selector))
  for (const port of member('spec', 'ports')?.children() ?? []) {
    const target = port.get('targetPort')
    for (const {resource, containers} of target?.text === undefined ? [] : pods) {
      const names = containers.flatMap(
        ({node}) =>
          node
            .get('ports')
            ?.children()
            .flatMap(each => each.get('name')?.text ?? []) ?? [],
      )
      if (target && !names.includes(target.shown) && !/^\d+$/.test(target.shown))
        report(
          target,
          `Port "${target.shown}" of ${title} is none of ${resource.title}.${didYouMean(target.shown, names)}`,
        )
    }
  }
}

function backendsOf({member}: Resource): readonly JsonNode[] {
  const paths = (member('spec', 'rules')?.children() ?? []).flatMap(rule => rule.at('http', 'paths')?.children() ?? [])
  return [member('spec', 'defaultBackend'), ...paths.map(path => path.get('backend'))].flatMap(
    backend => backend?.at('service', 'name') ?? [],
  )
}

function checkService(name: JsonNode, {namespace}: Resource, title: string, set: ManifestSet, report: Report): void {
  const services = set.in(namespace, 'Service', '').map(each => each.name)
  const entries = set.derived(registeredHosts)
  if (services.length > 0 && !services.includes(name.shown) && !entries.has(name.shown))
    report(name, `${title} leads to Service "${name.shown}", which is not there.${didYouMean(name.shown, services)}`)
}

/** The hosts outside of the mesh that are made known to it. */
function registeredHosts(set: ManifestSet): ReadonlySet<string> {
  const entries = set.of('ServiceEntry')
  return new Set(
    entries.flatMap(
      entry =>
        entry
          .member('spec', 'hosts')
          ?.children()
          .map(({shown}) => shown) ?? [],
    ),
  )
}
