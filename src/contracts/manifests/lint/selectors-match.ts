import {nearest} from '../../../core/suggest.js'
import type {ManifestSet} from '../manifest-set.js'
import {type JsonNode, lintRule, type Resource} from '../model.js'
import {labelsOf, selects} from '../selector.js'

export default lintRule({
  summary: 'Require selectors that select something',
  why: 'A Service whose selector has a typing error has no endpoints, a PodDisruptionBudget keeps no pod and a policy protects none: nothing fails until it is needed.',
  fix: 'Write the labels of the pods into the selector; those of a Deployment have to be among the labels of its own template.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec:
  selector: {matchLabels: {app: orders}, matchExpressions: [{key: version, operator: Exists}]}
  template: {metadata: {labels: {app: orders, version: v1}}, spec: {containers: []}}
---
apiVersion: v1
kind: Service
metadata: {name: orders, namespace: shop}
spec: {selector: {app: orders}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: shop}
spec: {podSelector: {}}
`,
      // Pods with labels of another kind come from elsewhere: an operator, or another repository.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec: {selector: {matchLabels: {app: orders}}, template: {metadata: {labels: {app: orders}}, spec: {containers: []}}}
---
apiVersion: v1
kind: Service
metadata: {name: kafka}
spec: {selector: {strimzi.io/cluster: events}}
---
apiVersion: v1
kind: Service
metadata: {name: elsewhere, namespace: other}
spec: {selector: {app: other}}
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  selector: {matchLabels: {app: order}} # want: The selector of Deployment "orders" does not take its own pods.
  template: {metadata: {labels: {app: orders}}, spec: {containers: []}}
---
apiVersion: v1
kind: Service
metadata: {name: orders}
spec:
  selector: {app: ordres} # want: Service "orders" selects no pod: none has the label "app: ordres". Did you mean "orders"?
`,
      `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: store}
spec: {selector: {matchLabels: {app: store}}, template: {metadata: {labels: {app: store, tier: data}}, spec: {containers: []}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: store}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: store, tier: front}} # want: PodDisruptionBudget "store" selects no pod: none has the label "tier: front".
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: store}
spec:
  selector: {matchLabels: {app: stores}} # want: AuthorizationPolicy "store" selects no pod: none has the label "app: stores". Did you mean "store"?
`,
    ],
  },

  check({document: {workloads, resources, set}}, report) {
    for (const {resource, labels} of workloads) {
      const selector = resource.member('spec', 'selector')
      // A Job gets its selector from the cluster.
      const isOwn = selector && (selector.get('matchLabels') ?? selector.get('matchExpressions'))
      if (isOwn && !selects(selector, labels))
        report(selector, `The selector of ${resource.title} does not take its own pods.`)
    }
    for (const resource of resources) {
      const selector = selectorOf(resource)
      const missing = selector && missingLabel(resource, selector, set)
      if (selector && missing) {
        const {key, value, near} = missing
        const meant = near === undefined ? '' : ` Did you mean "${near}"?`
        report(selector, `${resource.title} selects no pod: none has the label "${key}: ${value}".${meant}`)
      }
    }
  },
})

/** Where each kind says which pods it is about. */
function selectorOf({kind, group, member}: Resource): JsonNode | undefined {
  if (kind === 'Service' && group === '') return member('spec', 'selector')
  if (kind === 'NetworkPolicy' && group === 'networking.k8s.io') return member('spec', 'podSelector')
  if (kind === 'PodDisruptionBudget') return member('spec', 'selector')
  return group === 'security.istio.io' ? member('spec', 'selector') : undefined
}

/**
 * The label that no pod of the namespace has, although some have another value of it. Where the key is not known at
 * all, the pods are not ours.
 */
function missingLabel({namespace}: Resource, selector: JsonNode, set: ManifestSet) {
  const pods = set.workloadsIn(namespace).map(({labels}) => labels)
  const wanted = [...labelsOf(selector.get('matchLabels') ?? plain(selector))]
  if (pods.some(labels => wanted.every(([key, value]) => labels.get(key) === value))) return undefined
  for (const [key, value] of wanted) {
    const values = [...new Set(pods.flatMap(labels => labels.get(key) ?? []))]
    if (values.length > 0 && !values.includes(value)) return {key, value, near: nearest(value, values)}
  }
  return undefined
}

/** A Service has the labels themselves. */
function plain(selector: JsonNode): JsonNode | undefined {
  return selector.get('matchExpressions') ? undefined : selector
}
