import {MeshError} from '../../core/errors.js'
import type {Project} from '../planned-load.js'
import type {LoadTestRequest} from '../source/request.js'
import type {Operation} from '../source/scenario.js'
import type {Target} from '../target/target.js'
import type {Conformance} from './conformance.js'

/** Makes what holds the answers of these operations against the contract. */
export type OpenConformance = (operations: readonly Operation[]) => Conformance

/** Reads the contract that answers are held against; undefined when nobody asked for that. */
export async function openConformance(
  request: LoadTestRequest,
  target: Pick<Target, 'basePath' | 'contract'>,
  {root, config}: Project,
): Promise<OpenConformance | undefined> {
  if (!request.conformance) return undefined
  if (request.mode === 'max' && request.users === undefined)
    throw new MeshError('--conformance does not go with --mode max, which keeps no answers.', 'Send at a --rate.')
  const file = request.contract ?? target.contract
  if (file === undefined)
    throw new MeshError(
      '--conformance holds answers against a contract, and there is none.',
      'Name an OpenAPI file with --contract, or as "contract" of the target in mesh.yaml.',
    )
  const [{readContract}, {Conformance}] = await Promise.all([
    import('../source/contract-file.js'),
    import('./conformance.js'),
  ])
  const contract = await readContract(file, root, config.lint.exemptPaths)
  return operations => {
    const conformance = new Conformance(contract, operations, target.basePath)
    if (conformance.unknown.length < operations.length) return conformance
    throw new MeshError(
      `"${contract.source.path}" has none of the operations that are sent: ${conformance.unknown.map(name => `"${name}"`).join(', ')}.`,
      'Check the paths, and whether the contract is that of the target.',
    )
  }
}
