import {lintRule} from '../model.js'
import {isScaledBy} from '../scaling.js'

export default lintRule({
  summary: 'Disallow a number of replicas where an autoscaler says how many there are',
  why: 'Each time the manifest is applied it sets the number back: under load the pods that were added for it are taken away.',
  fix: 'Take `replicas` out, and let `minReplicas` of the autoscaler say the least number.',
  severity: 'warning',
  presets: ['standard', 'recommended'],
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec: {template: {spec: {containers: []}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec: {minReplicas: 2, scaleTargetRef: {kind: Deployment, name: orders}}
`,
      // One of the same name in another namespace is another one.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec: {replicas: 2, template: {spec: {containers: []}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders, namespace: test}
spec: {scaleTargetRef: {kind: Deployment, name: orders}}
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  replicas: 2 # want: Deployment "orders" has "replicas", which HorizontalPodAutoscaler "orders" sets, too.
  template: {spec: {containers: []}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}}
`,
      // KEDA means a Deployment where it says nothing else.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec:
  replicas: 1 # want: Deployment "worker" has "replicas", which ScaledObject "worker" sets, too.
  template: {spec: {containers: []}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: worker}
spec: {scaleTargetRef: {name: worker}}
`,
    ],
  },

  check({document: {workloads, set}}, report) {
    for (const {resource} of workloads) {
      const scalers = ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap(kind => set.in(resource.namespace, kind))
      const replicas = resource.member('spec', 'replicas')
      const scaler = scalers.find(each => isScaledBy(resource, each))
      if (replicas && scaler) report(replicas, `${resource.title} has "replicas", which ${scaler.title} sets, too.`)
    }
  },
})
