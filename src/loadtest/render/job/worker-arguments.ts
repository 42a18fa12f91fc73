import {relative, resolve} from 'node:path'
import type {LoadTestRequest} from '../../request.js'

/** The words behind `mesh` for a worker; paths of files start from the folder of its mesh.yaml. */
export function workerArguments(request: LoadTestRequest, workers: number, startAt: Date, root: string): string[] {
  const {contract, har, scenario, stages = [], slo = [], aborts = []} = request
  const there = (path: string | undefined) => path && relative(resolve(root), resolve(path))
  const flags: Readonly<Record<string, string | number | undefined | readonly (string | undefined)[]>> = {
    of: workers,
    'start-at': startAt.toISOString(),
    contract: there(contract),
    har: there(har),
    scenario: there(scenario),
    auth: request.auth,
    scope: request.scope,
    path: request.paths,
    rate: request.rate,
    ...(stages.length > 0 ? {stage: stages} : {duration: request.duration}),
    warmup: request.warmup,
    timeout: request.timeout,
    connections: request.connections,
    threshold: request.thresholds,
    slo: slo.map(there),
    abort: aborts,
  }
  const words = Object.entries(flags).flatMap(([flag, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap(each => (each === undefined ? [] : [`--${flag}=${each}`])),
  )
  const writes = request['allow-writes'] ? ['--allow-writes'] : []
  return ['loadtest', 'worker', request.target, ...words, ...writes]
}
