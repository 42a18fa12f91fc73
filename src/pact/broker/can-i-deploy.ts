import {setTimeout as pause} from 'node:timers/promises'
import {counted} from '../../core/counted.js'
import {showDuration} from '../../core/duration.js'
import type {Progress} from '../../core/progress.js'
import type {Line, Report} from '../../core/report.js'
import type {Broker} from './broker.js'
import {askMatrix, type Matrix, type MatrixQuestion, type MatrixRow} from './matrix.js'

export interface DeployQuestion extends MatrixQuestion {
  /** Milliseconds to wait for verifications that are still under way. */
  readonly wait: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Milliseconds between two questions while others verify. */
const interval = 5000

/**
 * Says whether a version may go to an environment, or into the main branch: yes is a pass, no a fail, and what nobody has
 * verified yet is inconclusive.
 */
export async function canIDeploy(broker: Broker, question: DeployQuestion): Promise<Report> {
  const {progress, signal, wait} = question
  const until = performance.now() + wait
  progress('Asking the Pact Broker …')
  let matrix = await askMatrix(broker, question)
  // What failed stays failed; only what is not known yet may become known.
  while (matrix.deployable === null && performance.now() < until) {
    const left = until - performance.now()
    progress(`Waiting for ${counted(matrix.unknown, 'verification')}, ${showDuration(left)} at the most …`)
    await pause(Math.min(interval, left), undefined, {signal})
    matrix = await askMatrix(broker, question)
  }
  return reportOf(matrix, question)
}

function reportOf(matrix: Matrix, question: DeployQuestion): Report {
  const {deployable, rows, reason} = matrix
  const which = question.version ?? `the latest of ${question.branch ?? 'all branches'}`
  const what = `${question.pacticipant} ${which}`
  const goal = question.environment === undefined ? 'be merged' : `be deployed to ${question.environment}`
  return {
    outcome: deployable === null ? 'inconclusive' : deployable ? 'pass' : 'fail',
    summary:
      deployable === null
        ? `Not known yet whether ${what} can ${goal}.`
        : `${deployable ? 'Yes' : 'No'}: ${what} can${deployable ? '' : 'not'} ${goal}.`,
    findings: [],
    lines: rows.length > 0 ? rows.map(lineOf) : [{mark: deployable === true ? 'good' : 'doubtful', text: reason}],
    next: deployable === true ? [] : nextSteps(matrix, question),
    data: {
      deployable,
      reason,
      pacticipant: question.pacticipant,
      version: question.version ?? null,
      branch: question.branch ?? null,
      environment: question.environment ?? null,
      rows: rows.map(row => ({
        ...row,
        consumerVersion: row.consumerVersion ?? null,
        providerVersion: row.providerVersion ?? null,
        pact: row.pact ?? null,
      })),
    },
  }
}

const marks = {verified: 'good', failed: 'bad', 'never verified': 'doubtful', ignored: 'plain'} as const

function lineOf(row: MatrixRow): Line {
  const consumer = `${row.consumer} ${row.consumerVersion ?? '(no version there)'}`
  const provider = `${row.provider} ${row.providerVersion ?? '(no version there)'}`
  const {state} = row
  return {
    mark: marks[state],
    text: `${consumer} → ${provider}: ${state}`,
    details: row.failures.flatMap(({description, mismatches}) => [description, ...mismatches.map(each => `  ${each}`)]),
  }
}

/** What has to be done, and by whom, before the answer is yes. */
function nextSteps({rows, reason}: Matrix, {environment}: DeployQuestion): string[] {
  const unverified = rows.filter(({state}) => state === 'never verified')
  const absent = unverified.filter(({providerVersion}) => providerVersion === undefined)
  const open = unverified.filter(({providerVersion}) => providerVersion !== undefined)
  return [
    ...(rows.length > 0 ? reason.split('\n').slice(0, 1) : []),
    ...absent.map(({provider}) =>
      environment === undefined
        ? `Verify the pact in the main branch of ${provider}: mesh pact verify --from-broker --publish`
        : `Deploy ${provider} first, and say so: mesh pact record-deployment --pacticipant ${provider} --environment ${environment}`,
    ),
    ...open.map(
      ({provider, providerVersion}) =>
        `In ${provider}, at version ${providerVersion}: mesh pact verify --from-broker --publish`,
    ),
  ]
}
