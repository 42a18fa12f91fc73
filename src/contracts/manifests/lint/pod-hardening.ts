import type {JsonNode} from '../model.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require pods that say what they run, as whom, and that they want no privileges',
  why: 'A tag that moves runs another program on every node. A process that is root in its container is one fault away from being root on the node, and the default service account is shared by all.',
  fix: 'Give the image a version or a digest, the pod labels for name and version and a `serviceAccountName`, and set `runAsNonRoot: true` and `allowPrivilegeEscalation: false`.',
  severity: 'error',
  security: 'high',
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    metadata: {labels: {app: orders, version: v1}}
    spec:
      serviceAccountName: orders
      securityContext: {runAsNonRoot: true}
      containers:
        - {name: api, image: 'registry.example.com:5000/orders:1.2.0', securityContext: {allowPrivilegeEscalation: false}}
        - {name: other, image: '\${IMAGE}', securityContext: {allowPrivilegeEscalation: false}}
`,
      // A digest says more than a tag. What each container says counts for it.
      `
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    metadata: {labels: {app.kubernetes.io/name: once, app.kubernetes.io/version: 1.0.0}}
    spec:
      serviceAccountName: once
      containers:
        - name: once
          image: registry.example.com/once@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945
          securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false}
`,
    ],
    invalid: [
      // The colon of a port is none of a tag.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders} # want: The pods of Deployment "orders" have no label "version".
spec:
  template:
    metadata: {labels: {app: orders}}
    spec: # want: The pods of Deployment "orders" have no "serviceAccountName": they share the one of the namespace.
      containers:
        - name: api # want: Container "api" of Deployment "orders" does not set "runAsNonRoot: true", "allowPrivilegeEscalation: false".
          image: registry.example.com:5000/orders # want: The image "registry.example.com:5000/orders" has no version; write a tag or a digest.
`,
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    metadata: {labels: {app: orders, version: v1}}
    spec:
      serviceAccountName: default # want: The pods of Deployment "orders" use the service account "default", which all of the namespace share.
      securityContext: {runAsNonRoot: true}
      containers:
        - name: api # want: Container "api" of Deployment "orders" does not set "runAsNonRoot: true".
          image: orders:latest # want: The image "orders:latest" is another one tomorrow; write a version or a digest.
          securityContext: {runAsNonRoot: false, allowPrivilegeEscalation: false}
        - name: other
          image: other:1.0
          securityContext:
            privileged: true # want: Container "other" of Deployment "orders" is privileged: it may do whatever the node may.
            allowPrivilegeEscalation: false
`,
    ],
  },

  check({document: {workloads}}, report) {
    for (const {resource, pod, labels, containers} of workloads) {
      const {title, at} = resource
      for (const [short, long] of named)
        if (!labels.has(short) && !labels.has(long)) report(at, `The pods of ${title} have no label "${short}".`)
      const account = pod.get('serviceAccountName') ?? pod.get('serviceAccount')
      if (!account)
        report(pod, `The pods of ${title} have no "serviceAccountName": they share the one of the namespace.`)
      else if (account.text === 'default')
        report(account, `The pods of ${title} use the service account "default", which all of the namespace share.`)
      for (const {title: container, node} of containers) {
        const image = node.get('image')
        const fault = image && imageFault(image)
        if (fault !== undefined) report(image ?? node, fault)
        const set = (key: string) => node.at('securityContext', key)?.value ?? pod.at('securityContext', key)?.value
        const lacking = [
          ...(set('runAsNonRoot') === true ? [] : ['"runAsNonRoot: true"']),
          ...(set('allowPrivilegeEscalation') === false ? [] : ['"allowPrivilegeEscalation: false"']),
        ]
        if (lacking.length > 0) report(node.get('name') ?? node, `${container} does not set ${lacking.join(', ')}.`)
        const privileged = node.at('securityContext', 'privileged')
        if (privileged?.value === true)
          report(privileged, `${container} is privileged: it may do whatever the node may.`)
      }
    }
  },
})

/** What people write, and what Kubernetes recommends. */
const named = [
  ['app', 'app.kubernetes.io/name'],
  ['version', 'app.kubernetes.io/version'],
] as const

function imageFault({text, shown}: JsonNode): string | undefined {
  // What a pipeline fills in is known to it alone.
  if (text === undefined || /@sha256:|\$[{(]/.test(text)) return undefined
  const tag = /:([^/:]+)$/.exec(text)?.[1]
  if (tag === undefined) return `The image "${shown}" has no version; write a tag or a digest.`
  return tag === 'latest' ? `The image "${shown}" is another one tomorrow; write a version or a digest.` : undefined
}
