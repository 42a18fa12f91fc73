import {z} from 'zod'
import {type Container, lintRule} from '../model.js'

const options = z.object({
  liveness: z.string().default('/health').describe('The path that says whether the process is alive.'),
  readiness: z.string().default('/ready').describe('The path that says whether it can serve.'),
})

export default lintRule({
  summary: 'Require probes that ask whether a container is alive and whether it can serve, each in its own way',
  why: 'A liveness probe that looks at dependencies restarts every pod when the database blinks. One without a startup probe kills what begins slowly, over and over.',
  fix: 'Let `livenessProbe` ask for `/health`, `readinessProbe` for `/ready`, both with `timeoutSeconds` and `failureThreshold`, and add a `startupProbe`; gRPC services use `grpc`.',
  severity: 'error',
  options,
  examples: {
    valid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      initContainers: [{name: migrate}]
      containers:
        - name: api
          ports: [{containerPort: 3000}]
          startupProbe: {httpGet: {path: /health, port: 3000}, failureThreshold: 30, periodSeconds: 2}
          livenessProbe: {httpGet: {path: /health, port: 3000}, timeoutSeconds: 5, failureThreshold: 3}
          readinessProbe: {httpGet: {path: /ready?full, port: 3000}, timeoutSeconds: 3, failureThreshold: 2}
        - name: log-shipper # Nobody calls it.
`,
      // A job ends by itself. A gRPC service tells its health by one protocol, a database by a command.
      `
apiVersion: v1
kind: List
items:
  - {apiVersion: batch/v1, kind: Job, metadata: {name: once}, spec: {template: {spec: {containers: [{name: once}]}}}}
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: store}
    spec:
      template:
        spec:
          containers:
            - name: store
              startupProbe: {grpc: {port: 50051}}
              livenessProbe: {grpc: {port: 50051}, timeoutSeconds: 5, failureThreshold: 3}
              readinessProbe: {exec: {command: [pg_isready]}, timeoutSeconds: 5, failureThreshold: 3}
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
      containers:
        - name: api # want: Container "api" of Deployment "orders" has no "startupProbe".
          livenessProbe:
            httpGet: {path: /ready, port: 3000} # want: The "livenessProbe" of Container "api" of Deployment "orders" asks for "/ready"; it belongs to "/health".
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe: # want: The "readinessProbe" of Container "api" of Deployment "orders" does not set "timeoutSeconds", "failureThreshold".
            httpGet: {path: /ready, port: 3000}
`,
      // The one with a port is what is called.
      `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: proxy}
spec:
  template:
    spec:
      containers:
        - name: log-shipper
        - name: proxy # want: Container "proxy" of DaemonSet "proxy" has no "startupProbe", "livenessProbe", "readinessProbe".
          ports: [{containerPort: 80}]
`,
    ],
  },

  check({document: {workloads}}, report, paths) {
    const wanted = {livenessProbe: paths.liveness, readinessProbe: paths.readiness}
    for (const {containers, isServing} of workloads)
      for (const {title, node} of isServing ? called(containers) : []) {
        const lacking = ['startupProbe', ...Object.keys(wanted)].filter(name => !node.get(name))
        if (lacking.length > 0)
          report(node.get('name') ?? node, `${title} has no ${lacking.map(name => `"${name}"`).join(', ')}.`)
        for (const [name, path] of Object.entries(wanted)) {
          const probe = node.get(name)
          if (!probe) continue
          const unset = ['timeoutSeconds', 'failureThreshold'].filter(key => !probe.get(key))
          if (unset.length > 0)
            report(probe, `The "${name}" of ${title} does not set ${unset.map(key => `"${key}"`).join(', ')}.`)
          const asked = probe.at('httpGet', 'path')
          if (asked && asked.shown.split('?')[0] !== path)
            report(asked, `The "${name}" of ${title} asks for "${asked.shown}"; it belongs to "${path}".`)
        }
      }
  },
})

/** Those that have ports are called; when none says so, the first one is. */
function called(containers: readonly Container[]): readonly Container[] {
  const running = containers.filter(({isInit}) => !isInit)
  const open = running.filter(({node}) => (node.get('ports')?.children().length ?? 0) > 0)
  return open.length > 0 ? open : running.slice(0, 1)
}
