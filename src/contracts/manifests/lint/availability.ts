import {z} from 'zod'
import {lintRule, type Workload} from '../model.js'
import {isScaledBy} from '../scaling.js'
import {selects} from '../selector.js'

const options = z.object({
  replicas: z.int().min(1).default(2).describe('The least number of pods of a service.'),
  gatewayReplicas: z.int().min(1).default(3).describe('The same for what has "gateway" in its name.'),
  notProduction: z
    .array(z.string())
    .default(['dev', 'development', 'test', 'testing', 'qa', 'staging', 'preview', 'local', 'sandbox'])
    .describe('Words in the name of a namespace where one pod is enough.'),
})

export default lintRule({
  summary: 'Require several pods of every service, and a PodDisruptionBudget that keeps one when nodes are drained',
  why: 'With one pod every deployment, every drained node and every crash is an outage. Without a budget a cluster that is upgraded may take all of them at once.',
  fix: 'Set `replicas` to 2 or more, 3 for a gateway, or let a HorizontalPodAutoscaler do so, and add a PodDisruptionBudget with the selector of the pods.',
  severity: 'warning',
  options,
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec:
  replicas: 2
  template: {metadata: {labels: {app: orders, version: v1}}, spec: {containers: []}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders, namespace: shop}
spec: {minAvailable: 1, selector: {matchLabels: {app: orders}}}
`,
      // An autoscaler says how many there are; elsewhere than in production one is enough.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api-gateway}
spec: {template: {metadata: {labels: {app: gateway}}, spec: {containers: []}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api-gateway}
spec: {minReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api-gateway}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: gateway}
spec: {maxUnavailable: 1, selector: {matchExpressions: [{key: app, operator: In, values: [gateway]}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop-staging}
spec: {replicas: 1, template: {spec: {containers: []}}}
`,
    ],
    invalid: [
      // The budget of another namespace keeps nothing here.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders} # want: Deployment "orders" has no PodDisruptionBudget.
spec:
  replicas: 1 # want: Deployment "orders" has 1 pod; 2 are needed.
  template: {metadata: {labels: {app: orders}}, spec: {containers: []}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders, namespace: shop}
spec: {minAvailable: 1, selector: {matchLabels: {app: orders}}}
`,
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api-gateway}
spec: {replicas: 5, template: {metadata: {labels: {app: gateway}}, spec: {containers: []}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: gateway}
spec:
  minReplicas: 2 # want: Deployment "api-gateway" has 2 pods; 3 are needed.
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api-gateway}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: gateway}
spec:
  maxUnavailable: 0 # want: PodDisruptionBudget "gateway" lets no pod go: nodes can not be drained.
  selector: {matchLabels: {app: gateway}}
`,
    ],
  },

  check({document: {workloads, resources, set}}, report, {replicas, gatewayReplicas, notProduction}) {
    const isProduction = (namespace: string) =>
      !namespace.split(/[^a-z0-9]+/i).some(word => notProduction.includes(word.toLowerCase()))
    const neededBy = ({resource}: Workload) => (resource.name.includes('gateway') ? gatewayReplicas : replicas)
    const isJudged = ({resource}: Workload) => resource.kind === 'Deployment' && isProduction(resource.namespace)
    for (const workload of workloads.filter(isJudged)) {
      const {title, at, member} = workload.resource
      const count = member('spec', 'replicas')
      const pods = count === undefined ? 1 : count.number
      const isScaled = set
        .in(workload.resource.namespace, 'HorizontalPodAutoscaler')
        .some(hpa => isScaledBy(workload.resource, hpa))
      // None at all is turned off on purpose.
      if (!isScaled && pods !== undefined && pods !== 0 && pods < neededBy(workload))
        report(count ?? at, `${title} has ${counted(pods)}; ${neededBy(workload)} are needed.`)
      const isKept = set
        .in(workload.resource.namespace, 'PodDisruptionBudget', 'policy')
        .some(budget => selects(budget.member('spec', 'selector'), workload.labels))
      if (!isKept && pods !== 0) report(at, `${title} has no PodDisruptionBudget.`)
    }
    for (const resource of resources) {
      const {kind, title, at, member} = resource
      const scaled = member('spec', 'scaleTargetRef')
        ? set.workloadsIn(resource.namespace).find(each => isJudged(each) && isScaledBy(each.resource, resource))
        : undefined
      const least = member('spec', 'minReplicas')
      if (kind === 'HorizontalPodAutoscaler' && scaled && (least?.number ?? 1) < neededBy(scaled))
        report(
          least ?? at,
          `${scaled.resource.title} has ${counted(least?.number ?? 1)}; ${neededBy(scaled)} are needed.`,
        )
      const most = member('spec', 'maxUnavailable')
      const all = member('spec', 'minAvailable')
      const blocking = ['0', '0%'].includes(most?.shown ?? '') ? most : all?.shown === '100%' ? all : undefined
      if (kind === 'PodDisruptionBudget' && blocking)
        report(blocking, `${title} lets no pod go: nodes can not be drained.`)
    }
  },
})

function counted(pods: number): string {
  return `${pods} pod${pods === 1 ? '' : 's'}`
}
