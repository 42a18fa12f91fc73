import {dump} from 'js-yaml'

/** What k6-operator is told. */
export interface TestRunPlan {
  readonly name: string
  readonly namespace: string | undefined
  readonly runners: number
  readonly script: string
  /** Variables of the environment that come from a Secret. */
  readonly variables: readonly string[]
  readonly secret: string
  readonly hasTls: boolean
  readonly tlsSecret: string
  readonly tlsFolder: string
  readonly image: string | undefined
  readonly cpu: string
  readonly memory: string
}

const file = 'loadtest.js'

/** A ConfigMap with the script, and the TestRun (k6.io/v1alpha1) whose runners share its load, as YAML documents. */
export function testRunManifests(plan: TestRunPlan): string {
  const {name, namespace, script, runners} = plan
  const metadata = {
    name,
    ...(namespace !== undefined && {namespace}),
    labels: {'app.kubernetes.io/name': 'mesh-loadtest', 'app.kubernetes.io/managed-by': 'mesh'},
  }
  const documents = [
    {apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {[file]: script}},
    {
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata,
      spec: {
        parallelism: runners,
        // One runner on each node, so that they do not share a processor.
        separate: true,
        script: {configMap: {name, file}},
        // The initializer reads the script, and every file that it opens, into an archive.
        initializer: pod(plan),
        runner: pod(plan),
      },
    },
  ]
  return documents.map(document => dump(document, {lineWidth: -1, noRefs: true})).join('---\n')
}

function pod({variables, secret, hasTls, tlsSecret, tlsFolder, image, cpu, memory}: TestRunPlan) {
  return {
    ...(image !== undefined && {image}),
    ...(variables.length > 0 && {
      env: variables.map(variable => ({
        name: variable,
        valueFrom: {secretKeyRef: {name: secret, key: variable}},
      })),
    }),
    resources: {requests: {cpu, memory}, limits: {memory}},
    securityContext: {runAsNonRoot: true, runAsUser: 12_345, seccompProfile: {type: 'RuntimeDefault'}},
    containerSecurityContext: {allowPrivilegeEscalation: false, capabilities: {drop: ['ALL']}},
    ...(hasTls && {
      volumes: [{name: 'tls', secret: {secretName: tlsSecret}}],
      volumeMounts: [{name: 'tls', mountPath: tlsFolder, readOnly: true}],
    }),
  }
}
