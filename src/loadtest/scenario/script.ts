import {createHash} from 'node:crypto'
import {dirname, resolve} from 'node:path'
import type {OpenApiContract} from '../../contracts/openapi/model.js'
import {mixOf} from '../engine/mix.js'
import {checkHeader} from '../source/headers.js'
import type {Operation, Scenario} from '../source/scenario.js'
import {readObjectives} from '../verdict/slo.js'
import {parseThreshold, type Threshold} from '../verdict/threshold.js'
import type {Compilation} from './compilation.js'
import {compileParts} from './compile-parts.js'
import {type DataSet, readData} from './data.js'
import {OperationList} from './operation-list.js'
import {readScenarioFile} from './scenario-file.js'
import type {ScenarioFile} from './schema.js'
import type {Part} from './step.js'

/** What users do, by one scenario file. */
export interface Script {
  readonly scenarios: readonly ScriptedScenario[]
  /** In which order scenarios take their turns, as indexes; begun anew at its end. */
  readonly cycle: Uint32Array
  readonly data: readonly DataSet[]
  readonly seed: number
  /** Headers of every step, with `${NAME}` for what comes from the environment. */
  readonly headers: Readonly<Record<string, string>>
  readonly auth: ScenarioFile['auth']
  /** Where gRPC steps go: the origins, with what the file calls them; undefined for the target of the run. */
  readonly grpcOrigins: ReadonlyMap<string, string | undefined>
  /** Absolute path of the contract of its steps. */
  readonly contract: string | undefined
  /** Another one for each other file. */
  readonly digest: string
  /** Requests of an iteration that goes well, on average. */
  readonly requestsPerIteration: number
}

export interface ScriptedScenario {
  readonly name: string
  readonly parts: readonly Part[]
}

/** What a scenario file is read with. */
export interface ScriptSurroundings {
  readonly basePath: string
  readonly writes: boolean
  readonly timeout: number
  readContract(path: string): Promise<OpenApiContract>
  /** Absolute path of the contract that the command line or the target names. */
  readonly contractPath: string | undefined
  /** The origin of a URL or of a target's name; of the run itself without one. Throws where it may not be loaded. */
  originOf(address: string | undefined): string
}

/** Reads a scenario file, and refuses whatever in it could not be sent. */
export async function readScript(
  path: string,
  surroundings: ScriptSurroundings,
): Promise<Scenario & {readonly script: Script}> {
  const file = await readScenarioFile(path)
  const {settings} = file
  const folder = dirname(resolve(path))
  for (const [name, value] of Object.entries(settings.headers)) checkHeader(name, value)
  const contractPath = settings.contract === undefined ? surroundings.contractPath : resolve(folder, settings.contract)
  const [contract, data] = await Promise.all([
    contractPath === undefined ? undefined : surroundings.readContract(contractPath),
    readData(settings.data, settings.seed, folder),
  ])
  const operations = new OperationList()
  const grpcOrigins = new Map<string, string | undefined>()
  const compilation: Compilation = {
    ...surroundings,
    file,
    folder,
    contract,
    data,
    operations,
    originOf(address) {
      const origin = surroundings.originOf(address)
      grpcOrigins.set(origin, address)
      return origin
    },
  }
  const scenarios: ScriptedScenario[] = []
  for (const [name, {steps}] of Object.entries(settings.scenarios))
    scenarios.push({name, parts: await compileParts(steps, name, compilation)})
  const cycle = mixOf(Object.values(settings.scenarios).map(({weight}) => weight))
  const steps = [...cycle].flatMap(each =>
    (scenarios[each]?.parts ?? []).flatMap(part => ('step' in part ? [part.step] : [])),
  )
  return {
    script: {
      scenarios,
      cycle,
      data,
      seed: settings.seed,
      headers: settings.headers,
      auth: settings.auth,
      grpcOrigins,
      contract: contractPath,
      digest: createHash('sha256')
        .update(JSON.stringify([settings, data]))
        .digest('hex'),
      requestsPerIteration: steps.length / cycle.length,
    },
    operations: operations.all.map((operation, index) => ({
      ...operation,
      weight: steps.filter(step => step.operation === index).length / cycle.length,
    })),
    leftOut: [],
    thresholds: [
      ...settings.thresholds.map((text, index) =>
        parseThreshold(text, file.locate(['thresholds', index]), file.source),
      ),
      ...(contract ? contractThresholds(contract, operations.all) : []),
    ],
  }
}

/** What the contract demands of the run, and of those of its operations that are sent. */
function contractThresholds(contract: OpenApiContract, sent: readonly Operation[]): Threshold[] {
  const {root, operations} = contract.document
  const own = operations.filter(({title}) => sent.some(({name}) => name === title))
  return [
    ...readObjectives(root, contract).thresholds,
    ...own.flatMap(({node, title}) => readObjectives(node, contract, title).thresholds),
  ]
}
