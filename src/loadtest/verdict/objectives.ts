import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {shownNumber} from '../quantity.js'
import type {NamedOperation, Scenario} from '../source/scenario.js'
import {isLatency, type Threshold} from './threshold.js'

/** The objectives that a run is judged by, and those that its engine cannot judge. */
export interface Objectives {
  readonly judged: readonly Threshold[]
  readonly notJudged: readonly string[]
}

/**
 * All objectives: of the command line, of mesh.yaml and of the contract. Those that cannot be judged, or cannot be met,
 * are refused before anything is sent.
 */
export function objectivesOf(
  stated: {readonly commandLine: readonly Threshold[]; readonly config: readonly Threshold[]},
  scenario: Scenario,
  mode: 'slo' | 'max',
  rate: number | undefined,
): Objectives {
  const [impossible] = mode === 'max' ? stated.commandLine.filter(isLatency) : []
  if (impossible)
    throw new MeshError(
      `Threshold "${impossible.text}" cannot be judged with --mode max: a closed loop asks a slow target less, and sees less of its slowness.`,
      'Leave out --mode max, and give a --rate.',
    )
  const all = [...stated.commandLine, ...stated.config, ...scenario.thresholds]
  for (const threshold of all) checkOperation(threshold, scenario)
  for (const threshold of all) checkRate(threshold, rate)
  const judgeable = (threshold: Threshold) => mode === 'slo' || !isLatency(threshold)
  return {
    judged: all.filter(judgeable),
    notJudged: all.filter(threshold => !judgeable(threshold)).map(({text}) => text),
  }
}

function checkOperation({text, operation}: Threshold, {operations, leftOut}: Scenario): void {
  if (operation === undefined || operations.some(candidate => isNamed(candidate, operation))) return
  const names = operations.flatMap(({name, operationId}) => (operationId === undefined ? [name] : [operationId, name]))
  const dropped = leftOut.find(candidate => candidate.operation === operation)
  throw new MeshError(
    `Threshold "${text}" names the operation "${operation}", ${dropped ? `which was left out: ${dropped.reason}` : `which is not sent.${didYouMean(operation, names)}`}`,
    `These are: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`,
  )
}

function checkRate({text, figure, operation, limit, comparison}: Threshold, rate: number | undefined): void {
  if (figure.kind !== 'rate' || operation !== undefined || rate === undefined) return
  if (comparison === '>' ? limit < rate : limit <= rate) return
  throw new MeshError(
    `Threshold "${text}" cannot be met: only ${shownNumber(rate, 2)} requests are sent in a second.`,
    `Raise --rate above the limit, or write "rate>=${shownNumber(rate, 2).replaceAll(',', '')}/s".`,
  )
}

/** Whether an operation is meant by its operationId, or by its method and path. */
export function isNamed({name, operationId}: NamedOperation, text: string): boolean {
  return name === text || operationId === text
}
