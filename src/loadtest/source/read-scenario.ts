import {resolve} from 'node:path'
import type {Config} from '../../config/schema.js'
import {MeshError} from '../../core/errors.js'
import {readTextFile} from '../../io/files.js'
import {describeTarget, type TargetAddress} from '../target/target.js'
import {pathScenario} from './path-scenario.js'
import type {LoadTestRequest} from './request.js'
import type {Scenario} from './scenario.js'

/** What scenarios are looked up in. */
interface Project {
  readonly config: Config
  readonly root: string
}

/** What is sent: the paths or the recording of the command line, the contract that it or the target names, or the target alone. */
export async function readScenario(
  request: LoadTestRequest,
  target: TargetAddress,
  project: Project,
  timeout: number,
): Promise<Scenario> {
  const scenario = await chosenScenario(request, target, project, timeout)
  const head = scenario.operations.find(({method}) => method === 'HEAD')
  if (request.mode === 'max' && request.users === undefined && head)
    throw new MeshError(
      `"${head.name}" cannot be sent with --mode max: autocannon waits for the body of a HEAD answer, which never comes.`,
      'Leave out --mode max, or ask with GET.',
    )
  return scenario
}

async function chosenScenario(
  request: LoadTestRequest,
  target: TargetAddress,
  project: Project,
  timeout: number,
): Promise<Scenario> {
  const {root, config} = project
  const {paths, har, scenario, contract, 'allow-writes': writes = false} = request
  const ways = {'--path': paths[0], '--har': har, '--scenario': scenario, ...(!scenario && {'--contract': contract})}
  const given = Object.entries(ways).flatMap(([flag, value]) => (value === undefined ? [] : [flag]))
  if (given.length > 1)
    throw new MeshError(`Both ${given.slice(0, 2).join(' and ')} say what to send.`, 'Leave one of them out.')
  if (paths.length > 0) return pathScenario(paths, target.basePath, writes)
  if (har !== undefined) {
    const {harScenario} = await import('./har-scenario.js')
    return harScenario(await readTextFile(har), har, target.origin, target.basePath, writes)
  }
  const path = contract ?? (target.contract && resolve(root, target.contract))
  if (scenario !== undefined) return readScriptScenario(scenario, path)
  if (path === undefined) return pathScenario([target.path], '')
  return readContractScenario(path, root, config.lint.exemptPaths, target.basePath, writes)

  /** The contract of the steps is read only if there is one. */
  async function readScriptScenario(file: string, contractPath: string | undefined): Promise<Scenario> {
    const {readScript} = await import('../scenario/script.js')
    return readScript(file, {
      basePath: target.basePath,
      writes,
      timeout,
      contractPath,
      readContract: async named =>
        (await import('./contract-file.js')).readContract(named, root, config.lint.exemptPaths),
      originOf: address => (address === undefined ? target : describeTarget(address, config.loadtest.targets)).origin,
    })
  }
}

/** The contract's model and its readers are loaded only when there is a contract. */
async function readContractScenario(
  path: string,
  root: string,
  exemptPaths: readonly string[],
  basePath: string,
  writes: boolean,
): Promise<Scenario> {
  const [{readContract}, {contractScenario}] = await Promise.all([
    import('./contract-file.js'),
    import('./contract-scenario.js'),
  ])
  return contractScenario(await readContract(path, root, exemptPaths), basePath, writes)
}
