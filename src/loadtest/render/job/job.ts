import {dump} from 'js-yaml'
import type {Mounted} from './mounted-files.js'

/** What the manifests of a run are made of. Times are in milliseconds. */
export interface JobPlan {
  /** Of all resources: a DNS label. */
  readonly name: string
  readonly namespace: string | undefined
  readonly image: string
  readonly workers: number
  /** Words behind `mesh`. */
  readonly args: readonly string[]
  readonly mounted: Mounted
  /** Variables of the environment that come from a Secret of the cluster. */
  readonly variables: readonly string[]
  /** Paths of the target's files for TLS, which come from a Secret; those of authorities are none. */
  readonly hasTls: boolean
  /** From now until a worker has surely ended. */
  readonly longest: number
  readonly cpu: string
  readonly memory: string
}

const mountPath = '/etc/mesh'

/** Where the files of mutual TLS are in a worker; the keys of the Secret are those of a `kubernetes.io/tls` one. */
export const tlsFolder = '/etc/mesh-tls'

/** The Secrets that have to be there before a run; they are the same for all runs. */
export const credentialsSecret = 'mesh-loadtest-credentials'
export const tlsSecret = 'mesh-loadtest-tls'

/** The manifests of an indexed Job whose workers begin at one moment, as YAML documents. */
export function jobManifests(plan: JobPlan): string {
  return [serviceAccount(plan), configMap(plan), job(plan)]
    .map(manifest => dump(manifest, {lineWidth: -1, noRefs: true}))
    .join('---\n')
}

function metadata({name, namespace}: JobPlan) {
  return {name, ...(namespace !== undefined && {namespace}), labels: labelsOf(name)}
}

function labelsOf(name: string) {
  return {
    'app.kubernetes.io/name': 'mesh-loadtest',
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/version': __MESH_VERSION__,
    'app.kubernetes.io/managed-by': 'mesh',
  }
}

function serviceAccount(plan: JobPlan) {
  return {apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(plan), automountServiceAccountToken: false}
}

function configMap(plan: JobPlan) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(plan),
    immutable: true,
    data: Object.fromEntries(plan.mounted.files.map(({key, text}) => [key, text])),
  }
}

function job(plan: JobPlan) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(plan),
    spec: {
      // Each pod finds its number in JOB_COMPLETION_INDEX.
      completionMode: 'Indexed',
      completions: plan.workers,
      // All at once: a worker that begins later would send another load.
      parallelism: plan.workers,
      // What a worker that died has sent and seen is gone; another attempt would falsify the run.
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(plan.longest / 1000),
      ttlSecondsAfterFinished: 3600,
      template: {metadata: {labels: labelsOf(plan.name)}, spec: pod(plan)},
    },
  }
}

function pod(plan: JobPlan) {
  const {name, mounted, hasTls} = plan
  return {
    restartPolicy: 'Never',
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: {type: 'RuntimeDefault'},
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: {matchLabels: {'app.kubernetes.io/instance': name}},
      },
    ],
    containers: [worker(plan)],
    volumes: [
      {
        name: 'plan',
        configMap: {name, items: mounted.files.map(({key, path}) => ({key, path}))},
      },
      // Node keeps what it has compiled there.
      {name: 'temporary', emptyDir: {sizeLimit: '64Mi'}},
      ...(hasTls ? [{name: 'tls', secret: {secretName: tlsSecret}}] : []),
    ],
  }
}

function worker({image, args, mounted, variables, hasTls, cpu, memory}: JobPlan) {
  return {
    name: 'worker',
    image,
    command: ['mesh'],
    // Kubernetes would put variables in place of `$(…)`.
    args: args.map(arg => arg.replaceAll('$(', () => '$$(')),
    workingDir: mounted.folder === '' ? mountPath : `${mountPath}/${mounted.folder}`,
    env: variables.map(variable => ({
      name: variable,
      valueFrom: {secretKeyRef: {name: credentialsSecret, key: variable}},
    })),
    // No limit of cpu: a worker that is throttled is late, and its run invalid.
    resources: {requests: {cpu, memory}, limits: {memory}},
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: {drop: ['ALL']},
    },
    volumeMounts: [
      {name: 'plan', mountPath, readOnly: true},
      {name: 'temporary', mountPath: '/tmp'},
      ...(hasTls ? [{name: 'tls', mountPath: tlsFolder, readOnly: true}] : []),
    ],
  }
}
