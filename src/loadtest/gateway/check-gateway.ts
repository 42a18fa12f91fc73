import type {Config} from '../../config/schema.js'
import {counted} from '../../core/counted.js'
import {MeshError} from '../../core/errors.js'
import type {Finding} from '../../core/finding.js'
import type {Progress} from '../../core/progress.js'
import type {Line, Report} from '../../core/report.js'
import {didYouMean} from '../../core/suggest.js'
import {mergedHeaders, parseHeader} from '../headers.js'
import {pathScenario} from '../path-scenario.js'
import {reach} from '../preflight.js'
import {commandLine} from '../report.js'
import type {Operation} from '../scenario.js'
import {resolveTarget} from '../target.js'
import {gatewayChecks} from './checks.js'
import type {GatewayCheck, GatewayFacts, Observation} from './gateway-check.js'
import {openProbe} from './probe.js'

/** What was asked for. */
export interface CheckRequest {
  readonly target: string
  /** Names of checks; all that are not destructive when there are none. */
  readonly checks: readonly string[]
  readonly paths: readonly string[]
  readonly contract: string | undefined
  /** `Name: value` each. */
  readonly headers: readonly string[]
  readonly otherHeaders: readonly string[]
  readonly origin: string | undefined
  readonly graphql: string | undefined
  readonly destructive: boolean
  /** Milliseconds for one request. */
  readonly timeout: number
}

export interface CheckSurroundings {
  readonly config: Config
  readonly root: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What one check has seen. */
interface Checked {
  readonly check: GatewayCheck
  readonly observations: readonly Observation[]
}

/** Tries a gateway from outside, with single requests, and says what it lets pass that it should not. */
export async function checkGateway(request: CheckRequest, surroundings: CheckSurroundings): Promise<Report> {
  const {config, progress, signal} = surroundings
  const wanted = chosenChecks(request)
  const target = await resolveTarget(request.target, config.loadtest.targets)
  const headers = mergedHeaders(
    {accept: '*/*', 'user-agent': `mesh-loadtest/${__MESH_VERSION__}`},
    target.headers,
    Object.fromEntries(request.headers.map(parseHeader)),
  )
  const others = request.otherHeaders.length > 0 ? Object.fromEntries(request.otherHeaders.map(parseHeader)) : undefined
  const operations = await operationsOf(request, target.basePath, target.path, target.contract, surroundings)
  progress(`connecting to ${target.origin}`)
  const {dialer} = await reach(target, request.timeout)
  const probe = openProbe(dialer, request.timeout, signal)
  try {
    const facts: GatewayFacts = {
      probe,
      operations: await answering(operations, probe, headers),
      headers,
      otherHeaders: others && mergedHeaders(headers, others),
      origin: request.origin,
      graphql: request.graphql,
    }
    const checked: Checked[] = []
    for (const check of wanted) {
      progress(`checking ${check.name}`)
      const observations: Observation[] = []
      for await (const observation of check.run(facts)) observations.push(observation)
      checked.push({check, observations})
    }
    return reportOf(target.origin, checked)
  } finally {
    await probe.close()
    dialer.close()
  }
}

function chosenChecks({checks, destructive}: CheckRequest): readonly GatewayCheck[] {
  const names = gatewayChecks.map(({name}) => name)
  const unknown = checks.find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new MeshError(
      `There is no check "${unknown}".${didYouMean(unknown, names)}`,
      `There are ${names.join(', ')}.`,
    )
  const chosen = gatewayChecks.filter(({name}) => checks.length === 0 || checks.includes(name))
  const refused = chosen.find(check => check.destructive && checks.includes(check.name) && !destructive)
  if (refused)
    throw new MeshError(
      `The check "${refused.name}" uses up a limit that others may share.`,
      'Allow it with --destructive, where nobody else is disturbed.',
    )
  return chosen.filter(check => destructive || !check.destructive)
}

async function operationsOf(
  {paths, contract}: CheckRequest,
  basePath: string,
  path: string,
  ownContract: string | undefined,
  {root, config}: CheckSurroundings,
): Promise<readonly Operation[]> {
  if (paths.length > 0) return pathScenario(paths, basePath).operations
  const file = contract ?? ownContract
  if (file === undefined) return pathScenario([path], '').operations
  const [{readContract}, {contractScenario}] = await Promise.all([
    import('../contract-file.js'),
    import('../contract-scenario.js'),
  ])
  const {operations} = contractScenario(await readContract(file, root, config.lint.exemptPaths), basePath)
  return operations.filter(({method}) => method === 'GET')
}

/** Those that the credentials of the run are good for; those that need them come first. */
async function answering(
  operations: readonly Operation[],
  probe: GatewayFacts['probe'],
  headers: Readonly<Record<string, string>>,
): Promise<readonly Operation[]> {
  const found: {operation: Operation; isGuarded: boolean}[] = []
  for (const operation of operations.slice(0, 50)) {
    const [path] = operation.paths
    if (path === undefined) continue
    const {status} = await probe.send({path, headers: {...headers, ...operation.headers}})
    if (status >= 300) continue
    const {status: open} = await probe.send({path})
    found.push({operation, isGuarded: open === 401})
  }
  const ordered = [...found.filter(({isGuarded}) => isGuarded), ...found.filter(({isGuarded}) => !isGuarded)]
  if (ordered.length > 0) return ordered.map(({operation}) => operation)
  throw new MeshError(
    'No path answers with success, so nothing can be compared with it.',
    'Name one with --path, and send its credentials with --header "Authorization: Bearer …".',
  )
}

function reportOf(origin: string, checked: readonly Checked[]): Report {
  const all = checked.flatMap(({observations}) => observations)
  const bad = all.filter(({mark}) => mark === 'bad').length
  const doubtful = all.filter(({mark}) => mark === 'doubtful').length
  const seen = `${counted(checked.length, 'check')}, ${counted(all.length - doubtful, 'observation')}${doubtful > 0 ? `, ${doubtful} could not be made` : ''}`
  return {
    outcome: bad > 0 ? 'fail' : 'pass',
    title: `Gateway checks of ${origin}`,
    summary:
      bad > 0
        ? `Failed: ${counted(bad, 'thing')} to mend at ${origin} (${seen}).`
        : `Passed: ${origin} does what it should (${seen}).`,
    findings: checked.flatMap(({check, observations}) =>
      observations.filter(({mark}) => mark === 'bad').map(each => findingOf(check, each)),
    ),
    rules: checked.map(({check}) => check.rule),
    lines: checked.flatMap(linesOf),
    data: {
      origin,
      checks: checked.map(({check, observations}) => ({name: check.name, observations})),
    },
    sources: [],
  }
}

function findingOf(check: GatewayCheck, {text, curl}: Observation): Finding {
  return {
    rule: check.rule.id,
    severity: 'error',
    message: text,
    location: commandLine,
    ...(curl !== undefined && {fix: `$ ${curl}`}),
  }
}

/** A check that found nothing is one line; of the others everything is shown that is not good. */
function linesOf({check, observations}: Checked): Line[] {
  const good = observations.filter(({mark}) => mark === 'good').length
  const rest = observations.filter(({mark}) => mark !== 'good')
  const isBad = rest.some(({mark}) => mark === 'bad')
  return [
    {
      mark: isBad ? 'bad' : rest.length > 0 ? 'doubtful' : 'good',
      text: `${check.name}: ${good} of ${observations.length} as it should be`,
      details: rest.flatMap(({text, mark, curl}) => [
        text,
        ...(mark === 'bad' && curl !== undefined ? [`$ ${curl}`] : []),
      ]),
    },
  ]
}
