import {showDuration} from '../../../core/duration.js'
import {MeshError} from '../../../core/errors.js'
import type {Report} from '../../../core/report.js'
import {chosenAuth} from '../../auth/chosen-auth.js'
import {planId} from '../../distributed/plan-id.js'
import {checkShare} from '../../distributed/share.js'
import {peakRate, shownStages} from '../../engine/stages.js'
import {connectionsFor, type PlannedLoad, type Project, plannedLoad} from '../../planned-load.js'
import {mergedHeaders} from '../../source/headers.js'
import type {LoadTestRequest} from '../../source/request.js'
import {type DescribedTarget, describeTarget} from '../../target/target.js'
import type {ClusterRequest} from '../cluster-request.js'
import {credentialsSecret, tlsFolder, tlsSecret} from '../job/job.js'
import {remoteTarget} from '../remote-target.js'
import {authHeaders, headerTemplates, refuseSecrets, variablesIn} from '../secret-headers.js'
import {k6Script} from './script.js'
import {testRunManifests} from './test-run.js'
import {k6Thresholds} from './thresholds.js'

type Planned = PlannedLoad<DescribedTarget>

/** The same load as a script for k6. */
export async function renderK6(request: LoadTestRequest, project: Project): Promise<Report> {
  refuseUnknown(request)
  const planned = await plannedLoad(request, project, async () =>
    describeTarget(request.target, project.config.loadtest.targets),
  )
  const {cert = '', key = '', ca} = planned.target.tls ?? {}
  const script = scriptOf(request, planned, {cert, key}, [
    `k6 run ${variablesIn(headersOf(request, planned))
      .map(name => `-e ${name}="$${name}" `)
      .join('')}loadtest.js`,
    ...(request.proxy === undefined
      ? []
      : [`k6 takes its proxy from the environment: HTTPS_PROXY=${request.proxy} k6 run …`]),
    ...(ca === undefined ? [] : [`k6 trusts the authorities of the system: SSL_CERT_FILE=${ca} k6 run …`]),
  ])
  return reported('A script for k6.', script, planned)
}

/** The script in a ConfigMap, and the TestRun of k6-operator that runs it on several machines. */
export async function renderTestRun(
  request: LoadTestRequest,
  wanted: ClusterRequest,
  project: Project,
): Promise<Report> {
  checkShare({index: 0, of: wanted.workers})
  refuseUnknown(request)
  const planned = await plannedLoad(request, project, async () => remoteTarget(request.target, project))
  const name = `mesh-loadtest-${planId(planned, planned.scenario.operations).slice(0, 8)}`
  const variables = variablesIn(headersOf(request, planned))
  const tls = planned.target.tls
  const files = {cert: `${tlsFolder}/tls.crt`, key: `${tlsFolder}/tls.key`}
  const script = scriptOf(request, planned, tls?.cert === undefined ? {cert: '', key: ''} : files, [])
  const kubectl = wanted.namespace === undefined ? 'kubectl' : `kubectl -n ${wanted.namespace}`
  const introduction = [
    `${wanted.workers} runners of k6 load ${planned.target.origin} at ${shownStages(planned.stages)} for ${showDuration(planned.load.duration)}.`,
    'Each runner judges its own part, and the TestRun ends as "finished" whatever they found: look at the runners\' Jobs.',
    '',
    ...(variables.length > 0
      ? [
          `${kubectl} create secret generic ${credentialsSecret} ${variables.map(each => `--from-literal=${each}="$${each}"`).join(' ')}`,
        ]
      : []),
    ...(tls === undefined
      ? []
      : [`${kubectl} create secret generic ${tlsSecret} --from-file=tls.crt --from-file=tls.key`]),
    `${kubectl} apply -f loadtest.yaml`,
    `${kubectl} get jobs -l k6_cr=${name},runner=true -o jsonpath='{range .items[*]}{.metadata.name} failed: {.status.failed}{"\\n"}{end}'`,
  ]
  const manifests = testRunManifests({
    ...wanted,
    name,
    runners: wanted.workers,
    script,
    variables,
    secret: credentialsSecret,
    hasTls: tls !== undefined,
    tlsSecret,
    tlsFolder,
  })
  const comments = introduction.map(line => `# ${line}`.trimEnd()).join('\n')
  return reported(`The TestRun of ${wanted.workers} runners.`, `${comments}\n${manifests}`, planned)
}

/** The headers of every request, credentials among them, as templates. */
function headersOf(request: LoadTestRequest, {target, scenario}: Planned): Readonly<Record<string, string>> {
  const auth = authHeaders(chosenAuth(request, scenario, target))
  return headerTemplates(mergedHeaders(target.headers, auth), request.headers)
}

/** Refuses what a script of k6 cannot be made to do; for what users do one after the other, k6 has scripts of its own. */
function refuseUnknown({scenario, conformance}: LoadTestRequest): void {
  if (conformance)
    throw new MeshError(
      'A script for k6 does not hold answers against a contract.',
      'Leave --conformance out, or render the load with --to job.',
    )
  if (scenario === undefined) return
  throw new MeshError(
    `The scenarios of "${scenario}" cannot be written for k6: their steps need answers of those before.`,
    'Render them with --to job, or give k6 the operations of a contract.',
  )
}

function scriptOf(
  request: LoadTestRequest,
  planned: Planned,
  tls: {readonly cert: string; readonly key: string},
  howTo: readonly string[],
): string {
  const {target, load, scenario, stages, objectives, conditions} = planned
  refuseSecrets(request, scenario)
  const {operations} = scenario
  return k6Script({
    introduction: [
      `The load of "mesh loadtest": ${target.origin} at ${shownStages(stages)} for ${showDuration(load.duration)}.`,
      ...howTo,
      ...scenario.leftOut.map(({operation, reason}) => `Left out: ${operation}: ${reason.replaceAll(/\s+/g, ' ')}`),
    ],
    origin: target.origin,
    headers: headersOf(request, planned),
    operations,
    stages,
    warmUp: load.warmUp,
    timeout: load.timeout,
    connections: load.connections ?? connectionsFor(peakRate(stages)),
    thresholds: k6Thresholds(objectives.judged, new Set(conditions), operations, load.duration / 1000),
    clientTls: tls.cert === '' ? undefined : tls,
  })
}

function reported(summary: string, document: string, {scenario}: Planned): Report {
  return {outcome: 'pass', summary, findings: [], document, data: {document, leftOut: scenario.leftOut}}
}
