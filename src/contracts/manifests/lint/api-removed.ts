import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow versions of resources that Kubernetes no longer serves',
  why: 'After the next upgrade of the cluster the manifest is refused, in the middle of a deployment that has to be made.',
  fix: 'Write the version that is named, and read what changed in it: `kubectl explain <kind>` tells its members.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: orders}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: orders}
`,
      // Of a group some kinds went and others stay; other groups have kinds of the same name.
      `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders}
---
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: {name: edge}
---
apiVersion: example.com/v1beta1
kind: CronJob
metadata: {name: own}
`,
    ],
    invalid: [
      `
apiVersion: extensions/v1beta1 # want: Ingress of "extensions/v1beta1" is gone since Kubernetes 1.22; write "networking.k8s.io/v1".
kind: Ingress
metadata: {name: orders}
---
apiVersion: policy/v1beta1 # want: PodSecurityPolicy of "policy/v1beta1" is gone since Kubernetes 1.25; nothing took its place under this name.
kind: PodSecurityPolicy
metadata: {name: orders}
`,
      `
apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1beta1 # want: CronJob of "batch/v1beta1" is gone since Kubernetes 1.25; write "batch/v1".
    kind: CronJob
    metadata: {name: report}
  - apiVersion: autoscaling/v2beta2 # want: HorizontalPodAutoscaler of "autoscaling/v2beta2" is gone since Kubernetes 1.26; write "autoscaling/v2".
    kind: HorizontalPodAutoscaler
    metadata: {name: orders}
`,
    ],
  },

  check({document: {resources}}, report) {
    for (const {kind, member} of resources) {
      const version = member('apiVersion')
      const found = removed.find(([versions, kinds]) => versions.includes(version?.text ?? '') && kinds.includes(kind))
      if (!version || !found) continue
      const [, , since, now] = found
      const instead = now === undefined ? 'nothing took its place under this name' : `write "${now}"`
      report(version, `${kind} of "${version.shown}" is gone since Kubernetes ${since}; ${instead}.`)
    }
  },
})

/** From the guide to deprecated versions of Kubernetes: versions, kinds, the release without them, what to write. */
const removed: readonly (readonly [
  versions: readonly string[],
  kinds: readonly string[],
  since: string,
  now: string | undefined,
])[] = [
  [['extensions/v1beta1'], ['Deployment', 'DaemonSet', 'ReplicaSet'], '1.16', 'apps/v1'],
  [['apps/v1beta1', 'apps/v1beta2'], ['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet'], '1.16', 'apps/v1'],
  [['extensions/v1beta1'], ['NetworkPolicy'], '1.16', 'networking.k8s.io/v1'],
  [['extensions/v1beta1', 'networking.k8s.io/v1beta1'], ['Ingress', 'IngressClass'], '1.22', 'networking.k8s.io/v1'],
  [
    ['rbac.authorization.k8s.io/v1beta1', 'rbac.authorization.k8s.io/v1alpha1'],
    ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    '1.22',
    'rbac.authorization.k8s.io/v1',
  ],
  [['apiextensions.k8s.io/v1beta1'], ['CustomResourceDefinition'], '1.22', 'apiextensions.k8s.io/v1'],
  [
    ['admissionregistration.k8s.io/v1beta1'],
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    '1.22',
    'admissionregistration.k8s.io/v1',
  ],
  [['scheduling.k8s.io/v1beta1'], ['PriorityClass'], '1.22', 'scheduling.k8s.io/v1'],
  [['batch/v1beta1', 'batch/v2alpha1'], ['CronJob'], '1.25', 'batch/v1'],
  [['policy/v1beta1'], ['PodDisruptionBudget'], '1.25', 'policy/v1'],
  [['policy/v1beta1', 'extensions/v1beta1'], ['PodSecurityPolicy'], '1.25', undefined],
  [['autoscaling/v2beta1'], ['HorizontalPodAutoscaler'], '1.25', 'autoscaling/v2'],
  [['autoscaling/v2beta2'], ['HorizontalPodAutoscaler'], '1.26', 'autoscaling/v2'],
]
