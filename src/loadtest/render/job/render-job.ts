import {showDuration} from '../../../core/duration.js'
import {MeshError} from '../../../core/errors.js'
import type {Report} from '../../../core/report.js'
import {withFilesRead} from '../../../io/files.js'
import {chosenAuth} from '../../auth/chosen-auth.js'
import {planId} from '../../distributed/plan-id.js'
import {shownStages} from '../../engine/stages.js'
import {type PlannedLoad, type Project, plannedLoad} from '../../planned-load.js'
import {parseDuration} from '../../quantity.js'
import type {LoadTestRequest} from '../../source/request.js'
import type {DescribedTarget} from '../../target/target.js'
import type {ClusterRequest} from '../cluster-request.js'
import {remoteTarget} from '../remote-target.js'
import {headerTemplates, refuseLocalAuth, refuseSecrets, variablesIn} from '../secret-headers.js'
import {credentialsSecret, type JobPlan, jobManifests, tlsSecret} from './job.js'
import {mount} from './mounted-files.js'
import {type GivenFlags, workerArguments} from './worker-arguments.js'
import {workerConfig} from './worker-config.js'

/** What is asked of a Job beside the load itself. */
export interface JobRequest extends ClusterRequest {
  /** How long the cluster has to bring up all pods, such as `2m`. */
  readonly startIn: string
  /** The flags that `request` was made of. */
  readonly flags: GivenFlags
}

/** A worker is given so long, beside the load and a missing answer, for everything else; in milliseconds. */
const margin = 120_000

/** The manifests of a Job whose pods are the workers of a run. */
export async function renderJob(
  request: LoadTestRequest,
  wanted: JobRequest,
  project: Project,
  now = Date.now(),
): Promise<Report> {
  const {workers, image} = wanted
  if (image === undefined)
    throw new MeshError(
      'The pods need an image with mesh in it.',
      'Name it with --image, its version or digest included.',
    )
  // If there is work for the last of them, there is for all. Whatever had to be read to know it, they have to read, too.
  const share = {index: workers - 1, of: workers, startAt: 0}
  const {result: planned, files} = await withFilesRead(() =>
    plannedLoad({...request, share}, project, async () => remoteTarget(request.target, project)),
  )
  const {target, load, scenario} = planned
  const auth = chosenAuth(request, scenario, target)
  refuseLocalAuth(auth)
  refuseSecrets(request, scenario)
  const headers = headerTemplates(target.headers, request.headers)
  const startIn = parseDuration(wanted.startIn, 'Time until the start')
  const startAt = new Date(Math.ceil((now + startIn) / 1000) * 1000)
  const name = `mesh-loadtest-${startAt.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${planId(planned, scenario.operations).slice(0, 6)}`
  const plan: JobPlan = {
    name,
    namespace: wanted.namespace,
    image,
    workers,
    args: workerArguments(request.target, wanted.flags, workers, startAt, project.root),
    mounted: await mount(files, project.root, workerConfig(target, headers, project), request.har),
    variables: variablesIn([headers, auth, await headersOfScenario(request)]),
    hasTls: target.tls !== undefined,
    longest: startIn + load.warmUp + load.duration + load.timeout + margin,
    cpu: wanted.cpu,
    memory: wanted.memory,
  }
  const document = introduction(plan, planned, startAt) + jobManifests(plan)
  return {
    outcome: 'pass',
    summary: `The manifests of ${workers} workers.`,
    findings: [],
    document,
    data: {name, document},
  }
}

/** Those of a scenario file may name variables, too. */
async function headersOfScenario({scenario}: LoadTestRequest): Promise<object> {
  if (scenario === undefined) return {}
  const {readScenarioFile} = await import('../../scenario/scenario-file.js')
  return (await readScenarioFile(scenario)).settings.headers
}

/** What to do with the manifests, as comments before them. */
function introduction(plan: JobPlan, {stages, load, target}: PlannedLoad<DescribedTarget>, startAt: Date): string {
  const {name, namespace, workers, variables, hasTls, longest} = plan
  const kubectl = namespace === undefined ? 'kubectl' : `kubectl -n ${namespace}`
  const secrets = [
    ...(variables.length > 0
      ? [
          `${kubectl} create secret generic ${credentialsSecret} ${variables.map(each => `--from-literal=${each}="$${each}"`).join(' ')}`,
        ]
      : []),
    ...(hasTls
      ? [`${kubectl} create secret generic ${tlsSecret} --from-file=ca.crt --from-file=tls.crt --from-file=tls.key`]
      : []),
  ]
  const lines = [
    `${workers} workers load ${target.origin} at ${shownStages(stages)} for ${showDuration(load.duration)}, from ${startAt.toISOString()} on.`,
    'Render, apply and wait in one go: a worker that is not ready at that moment ends the run.',
    '',
    ...secrets,
    `${kubectl} apply -f loadtest.yaml`,
    `${kubectl} wait --for=condition=complete --timeout=${Math.ceil(longest / 1000)}s job/${name}`,
    `for index in $(seq 0 ${workers - 1}); do ${kubectl} logs --tail=-1 -l batch.kubernetes.io/job-name=${name},batch.kubernetes.io/job-completion-index=$index > worker-$index.json; done`,
    'mesh loadtest merge worker-*.json',
  ]
  return `${lines.map(line => (line === '' ? '#' : `# ${line}`)).join('\n')}\n`
}
