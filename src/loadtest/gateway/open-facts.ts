import type {OpenApiContract} from '../../contracts/openapi/model.js'
import {MeshError} from '../../core/errors.js'
import {chosenAuth} from '../auth/chosen-auth.js'
import {openCredentials} from '../auth/credentials.js'
import {mergedHeaders, parseHeader} from '../source/headers.js'
import {pathScenario} from '../source/path-scenario.js'
import type {Operation} from '../source/scenario.js'
import {reach} from '../target/preflight.js'
import {checkLimits, checkProduction, type Extent} from '../target/safety.js'
import {resolveTarget, type Target} from '../target/target.js'
import {readObjectives} from '../verdict/slo.js'
import type {CheckRequest, CheckSurroundings} from './check-request.js'
import {type DeclaredLimit, limitOf, overheadOf, parseBudget, parseLimit} from './declared.js'
import {openFaultHook} from './faults/fault-hook.js'
import type {GatewayFacts} from './gateway-check.js'
import {above} from './limits/measured-bucket.js'
import {times} from './overload.js'
import {openProbe, type Probe, probeConnections} from './probe.js'

/** Operations beyond these are not tried. */
const mostOperations = 50

/** What is measured when nobody says how: a rate that disturbs nobody, for long enough to see a 95th percentile. */
const usual = {rate: 100, duration: 10_000}

/** The standard's numbers, in milliseconds: how long a breaker is open, and a call of a service may take. */
const standardOpenFor = 30_000
const standardUpstreamTimeout = 10_000

/** Everything that checks work with, and its end. */
export interface OpenFacts {
  readonly facts: GatewayFacts
  close(): Promise<void>
}

/** Finds out what there is to be checked, and opens connections to it. */
export async function openFacts(request: CheckRequest, surroundings: CheckSurroundings): Promise<OpenFacts> {
  const {config, root, progress, signal} = surroundings
  const {targets} = config.loadtest
  const {timeout} = request
  const said = {
    limit: request.limit === undefined ? undefined : parseLimit(request.limit, request.burst),
    budgets: (request.budgets ?? []).map(parseBudget),
  }
  const ends: (() => unknown)[] = []
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  const probeOf = async (target: Target): Promise<Probe> => {
    progress(`connecting to ${target.origin}`)
    const {dialer} = await reach(target, timeout)
    const probe = openProbe(dialer, timeout, signal)
    ends.push(() => probe.close())
    return probe
  }
  const other = async (text: string | undefined) => {
    if (text === undefined) return undefined
    const found = await resolveTarget(text, targets, root)
    checkProduction(found, request.production === new URL(found.origin).hostname ? request.production : undefined)
    return found
  }
  try {
    const target = await resolveTarget(request.target, targets, root)
    checkProduction(target, request.production)
    checkLimits(target, extentOf(request, said.limit))
    const credentials = await openCredentials(chosenAuth(request, {}, target), target, root)
    ends.push(() => credentials.close())
    const headers = mergedHeaders(
      {accept: '*/*', 'user-agent': `mesh-loadtest/${__MESH_VERSION__}`},
      target.headers,
      credentials.headers(),
      headersIn(request.headers),
    )
    const withOthers = (texts: readonly string[] = []) =>
      texts.length > 0 ? mergedHeaders(headers, headersIn(texts)) : undefined
    const file = request.contract ?? target.contract
    const contract = file === undefined ? undefined : await contractIn(file, surroundings)
    const direct = await other(request.direct)
    const metrics = await other(request.metrics)
    const plain = await other(request.plain)
    const probe = await probeOf(target)
    const operations = await answering(await operationsOf(request, target, contract), probe, headers)
    const fault = request.fault === undefined ? undefined : await openFaultHook(request.fault, targets, process.cwd())
    if (fault) ends.push(() => fault.close())
    const path = operations[0]?.paths[0]
    const facts: GatewayFacts = {
      target,
      probe,
      operations,
      contract,
      headers,
      otherHeaders: withOthers(request.otherHeaders),
      deniedHeaders: withOthers(request.deniedHeaders),
      origin: request.origin,
      graphql: request.graphql,
      graphqlQuery: request.graphqlQuery ?? '{ __typename }',
      publicPath: request.publicPath,
      otherPaths: request.otherPaths ?? [],
      writes: request.writes ?? false,
      direct: direct && (await probeOf(direct)),
      plain: plain && (await probeOf(plain)),
      metrics: metrics && {probe: await probeOf(metrics), path: metrics.path},
      grpc: await other(request.grpc),
      grpcMethod: request.grpcMethod,
      fault,
      openFor: request.openFor ?? standardOpenFor,
      upstreamTimeout: request.upstreamTimeout ?? standardUpstreamTimeout,
      limit: said.limit ?? (contract && limitOf(contract, path)),
      overhead: said.budgets.length > 0 ? said.budgets : overheadOf(contract),
      madeFor: request.rate ?? (contract && readObjectives(contract.document.root, contract).rate),
      rate: request.rate ?? usual.rate,
      duration: request.duration ?? usual.duration,
      signal,
    }
    return {facts, close}
  } catch (error) {
    await close()
    throw error
  }
}

/** The most that the checks which were asked for may send. */
function extentOf({checks, destructive, rate, duration}: CheckRequest, limit: DeclaredLimit | undefined): Extent {
  const runs = (name: string) => destructive && (checks.length === 0 || checks.includes(name))
  const measured = rate ?? usual.rate
  const aboveLimit = limit?.burst === undefined ? 0 : (limit.limit / limit.window) * 1000 * above
  return {
    rate: Math.max(runs('overload') ? measured * times : measured, runs('limits') ? aboveLimit : 0),
    duration: duration ?? usual.duration,
    requests: undefined,
    connections: probeConnections,
  }
}

function headersIn(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map(parseHeader))
}

async function contractIn(file: string, {root, config}: CheckSurroundings): Promise<OpenApiContract> {
  const {readContract} = await import('../source/contract-file.js')
  return readContract(file, root, config.lint.exemptPaths)
}

async function operationsOf(
  {paths}: CheckRequest,
  {basePath, path}: Target,
  contract: OpenApiContract | undefined,
): Promise<readonly Operation[]> {
  if (paths.length > 0) return pathScenario(paths, basePath).operations
  if (contract === undefined) return pathScenario([path], '').operations
  const {contractScenario} = await import('../source/contract-scenario.js')
  return contractScenario(contract, basePath).operations.filter(({method}) => method === 'GET')
}

/** Those that the credentials of the run are good for; those that need them come first. */
async function answering(
  operations: readonly Operation[],
  probe: Probe,
  headers: Readonly<Record<string, string>>,
): Promise<readonly Operation[]> {
  const found: {operation: Operation; isGuarded: boolean}[] = []
  let limited = false
  for (const operation of operations.slice(0, mostOperations)) {
    const [path] = operation.paths
    if (path === undefined) continue
    const {status} = await probe.send({path, headers: {...headers, ...operation.headers}})
    limited ||= status === 429
    if (status >= 300) continue
    const {status: open} = await probe.send({path})
    found.push({operation, isGuarded: open === 401})
  }
  const ordered = [...found.filter(({isGuarded}) => isGuarded), ...found.filter(({isGuarded}) => !isGuarded)]
  if (ordered.length > 0) return ordered.map(({operation}) => operation)
  if (limited)
    throw new MeshError(
      'The rate limiter refuses the caller already (429), so nothing can be compared.',
      'Wait until its window is over, or raise the limit of this caller.',
    )
  throw new MeshError(
    'No path answers with success, so nothing can be compared with it.',
    'Name one with --path, and send its credentials with --header "Authorization: Bearer …".',
  )
}
