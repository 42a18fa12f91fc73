import {type Container, lintRule} from '../model.js'
import {quantity} from '../quantity.js'

export default lintRule({
  summary: 'Require requests of cpu and memory, and a limit of memory, of every container',
  why: 'Without requests the scheduler packs a node until it starves; without a limit one leak takes every neighbour of the node with it.',
  fix: 'Set `resources.requests.cpu`, `resources.requests.memory` and `resources.limits.memory`, the limit not below the request.',
  severity: 'error',
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      containers:
        - name: api
          resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
`,
      // A limit alone is the request, too; a range of the namespace gives what is not written.
      `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - {name: report, resources: {limits: {cpu: 1, memory: 1Gi}}}
            - {name: other}
---
apiVersion: v1
kind: LimitRange
metadata: {name: usual, namespace: shop}
spec:
  limits:
    - {type: Container, defaultRequest: {cpu: 50m, memory: 64Mi}, default: {memory: 128Mi}}
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      initContainers:
        - name: migrate # want: Container "migrate" of Deployment "orders" does not set "requests.cpu", "requests.memory", "limits.memory".
      containers:
        - name: api
          resources: # want: Container "api" of Deployment "orders" does not set "requests.cpu".
            requests: {memory: 128Mi}
            limits: {memory: 256Mi}
`,
      // 1G is less than 1Gi, and 900m of memory is less than a byte.
      `
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: store}
    spec:
      template:
        spec:
          containers:
            - name: store
              resources:
                requests: {cpu: 100m, memory: 1Gi}
                limits:
                  memory: 1G # want: The limit of memory "1G" of Container "store" of StatefulSet "store" is below its request "1Gi".
            - name: other
              resources:
                requests: {cpu: 100m, memory: 100MB} # want: "100MB" of Container "other" of StatefulSet "store" is no quantity of Kubernetes.
                limits: {memory: 256Mi}
`,
    ],
  },

  check({document: {workloads, set}}, report) {
    for (const {resource, containers} of workloads) {
      const ranges = set
        .of('LimitRange', '')
        .filter(({namespace}) => namespace === resource.namespace)
        .flatMap(range => range.member('spec', 'limits')?.children() ?? [])
        .filter(limit => limit.get('type')?.text === 'Container')
      const isGiven = (key: 'default' | 'defaultRequest', what: string) =>
        ranges.some(range => range.at(key, what) ?? (key === 'defaultRequest' ? range.at('default', what) : undefined))
      for (const {title, node} of containers) {
        const at = (kind: 'requests' | 'limits', what: string) => node.at('resources', kind, what)
        const lacking = [
          ...['cpu', 'memory']
            .filter(what => !at('requests', what) && !at('limits', what) && !isGiven('defaultRequest', what))
            .map(what => `"requests.${what}"`),
          ...(at('limits', 'memory') || isGiven('default', 'memory') ? [] : ['"limits.memory"']),
        ]
        if (lacking.length > 0)
          report(node.get('resources') ?? node.get('name') ?? node, `${title} does not set ${lacking.join(', ')}.`)
        for (const [kind, what] of given) {
          const value = at(kind, what)
          if (value && quantity(value.shown) === undefined)
            report(value, `"${value.shown}" of ${title} is no quantity of Kubernetes.`)
        }
        checkOrder(title, at('requests', 'memory'), at('limits', 'memory'), report)
      }
    }
  },
})

const given = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const

function checkOrder(
  title: string,
  request: Container['node'] | undefined,
  limit: Container['node'] | undefined,
  report: Parameters<ReturnType<typeof lintRule>['check']>[1],
): void {
  const [least, most] = [quantity(request?.shown), quantity(limit?.shown)]
  if (request && limit && least !== undefined && most !== undefined && most < least)
    report(limit, `The limit of memory "${limit.shown}" of ${title} is below its request "${request.shown}".`)
}
