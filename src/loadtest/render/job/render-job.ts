import {relative, resolve} from 'node:path'
import {dump} from 'js-yaml'
import {MeshError} from '../../../core/errors.js'
import type {Report} from '../../../core/report.js'
import {filesOfContract} from '../../contract-file.js'
import {planId} from '../../distributed/plan-id.js'
import {checkShare} from '../../distributed/share.js'
import {type PlannedLoad, type Project, plannedLoad} from '../../planned-load.js'
import {parseDuration, shownDuration} from '../../quantity.js'
import type {LoadTestRequest} from '../../request.js'
import {shownStages} from '../../stages.js'
import type {DescribedTarget} from '../../target.js'
import type {ClusterRequest} from '../cluster-request.js'
import {remoteTarget} from '../remote-target.js'
import {headerTemplates, variablesIn} from '../secret-headers.js'
import {credentialsSecret, type JobPlan, jobManifests, tlsFolder, tlsSecret} from './job.js'
import {mount} from './mounted-files.js'

/** What is asked of a Job beside the load itself. */
export interface JobRequest extends ClusterRequest {
  /** How long the cluster has to bring up all pods, such as `2m`. */
  readonly startIn: string
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
  checkShare({index: 0, of: workers, startAt: 0})
  if (image === undefined)
    throw new MeshError(
      'The pods need an image with mesh in it.',
      'Name it with --image, its version or digest included.',
    )
  const planned = await plannedLoad(request, project, async () => remoteTarget(request.target, project))
  const {target, load} = planned
  const headers = headerTemplates(target.headers, request.headers)
  const startIn = parseDuration(wanted.startIn, 'Time until the start')
  const startAt = new Date(Math.ceil((now + startIn) / 1000) * 1000)
  const name = `mesh-loadtest-${startAt.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${planId(planned, planned.scenario.operations).slice(0, 6)}`
  const contract = contractOf(request, target, project)
  const files = [
    ...(contract === undefined ? [] : await filesOfContract(contract, project.root)),
    ...(request.har === undefined ? [] : [request.har]),
    ...(request.slo ?? []),
  ]
  const plan: JobPlan = {
    name,
    namespace: wanted.namespace,
    image,
    workers,
    args: argumentsOf(request, contract, workers, startAt, project.root),
    mounted: await mount(files, project.root, configOf(planned, headers, project)),
    variables: variablesIn(headers),
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

function contractOf(request: LoadTestRequest, target: DescribedTarget, {root}: Project): string | undefined {
  if (request.contract !== undefined) return request.contract
  const isOther = request.har !== undefined || request.paths.length > 0
  return isOther || target.contract === undefined ? undefined : resolve(root, target.contract)
}

/** The flags of this call, for a worker that has its files where they are mounted. */
function argumentsOf(
  request: LoadTestRequest,
  contract: string | undefined,
  workers: number,
  startAt: Date,
  root: string,
): string[] {
  const {
    har,
    paths,
    rate,
    duration,
    stages = [],
    warmup,
    timeout,
    connections,
    thresholds,
    slo = [],
    aborts = [],
  } = request
  const there = (path: string) => relative(resolve(root), resolve(path))
  const flags: [string, string | number | undefined][] = [
    ['of', workers],
    ['start-at', startAt.toISOString()],
    ['contract', contract && there(contract)],
    ['har', har && there(har)],
    ...paths.map((path): [string, string] => ['path', path]),
    ['rate', rate],
    ...(stages.length > 0
      ? stages.map((stage): [string, string] => ['stage', stage])
      : [['duration', duration] as [string, string]]),
    ['warmup', warmup],
    ['timeout', timeout],
    ['connections', connections],
    ...thresholds.map((text): [string, string] => ['threshold', text]),
    ...slo.map((path): [string, string] => ['slo', there(path)]),
    ...aborts.map((text): [string, string] => ['abort', text]),
  ]
  return [
    'loadtest',
    'worker',
    request.target,
    ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`])),
    ...(request['allow-writes'] ? ['--allow-writes'] : []),
  ]
}

/** The mesh.yaml of a worker: the target and what is demanded of it. */
function configOf(
  {target}: PlannedLoad<DescribedTarget>,
  headers: Readonly<Record<string, string>>,
  {config}: Project,
): string {
  const {tls} = target
  return dump({
    lint: {exemptPaths: config.lint.exemptPaths},
    loadtest: {
      targets: {
        [target.name ?? '']: {
          url: target.origin + target.basePath,
          ...(Object.keys(headers).length > 0 && {headers}),
          ...(tls && {
            tls: {
              ...(tls.ca !== undefined && {ca: `${tlsFolder}/ca.crt`}),
              ...(tls.cert !== undefined && {cert: `${tlsFolder}/tls.crt`, key: `${tlsFolder}/tls.key`}),
            },
          }),
        },
      },
      thresholds: config.loadtest.thresholds,
    },
  })
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
    `${workers} workers load ${target.origin} at ${shownStages(stages)} for ${shownDuration(load.duration)}, from ${startAt.toISOString()} on.`,
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
