import type {SagaStep} from './saga.js'

/** What can come of a step or of undoing it. `refused`: nothing was done; `failed`: nobody knows. */
export type StepOutcome = 'succeeded' | 'refused' | 'failed'

/** What a saga is doing in a state, and where each outcome leads. */
export interface SagaState {
  readonly does: 'run' | 'compensate'
  readonly step: string
  readonly next: Readonly<Record<StepOutcome, string>>
}

/** States in which nothing is to be done any more. Of the last one somebody has to be told. */
export const finalStates = ['completed', 'compensated', 'compensation_failed'] as const

type Steps = readonly Pick<SagaStep<never>, 'name' | 'compensate'>[]

/**
 * Every state of a saga with every way out of it. There is no other place that decides what comes next:
 *
 *     payment_pending         succeeded -> inventory_pending   refused -> compensated            failed -> payment_compensating
 *     inventory_pending       succeeded -> completed           refused -> payment_compensating   failed -> inventory_compensating
 *     inventory_compensating  succeeded -> payment_compensating                      refused, failed -> compensation_failed
 *     payment_compensating    succeeded -> compensated                               refused, failed -> compensation_failed
 */
export function transitionsOf(steps: Steps): Readonly<Record<string, SagaState>> {
  /** Where undoing goes on: the nearest step up to this one that can be undone. */
  const undoFrom = (index: number): string => {
    const step = steps.slice(0, index + 1).findLast(({compensate}) => compensate !== undefined)
    return step ? compensating(step.name) : 'compensated'
  }
  const states: Record<string, SagaState> = {}
  for (const [index, {name: step, compensate}] of steps.entries()) {
    if (pending(step) in states) throw new Error(`Two steps are called "${step}".`)
    const following = steps[index + 1]
    const succeeded = following ? pending(following.name) : 'completed'
    states[pending(step)] = {
      does: 'run',
      step,
      next: {succeeded, refused: undoFrom(index - 1), failed: undoFrom(index)},
    }
    if (!compensate) continue
    states[compensating(step)] = {
      does: 'compensate',
      step,
      next: {succeeded: undoFrom(index - 1), refused: 'compensation_failed', failed: 'compensation_failed'},
    }
  }
  return states
}

/** The state in which a saga begins. */
export function firstState([first]: Steps): string {
  return first ? pending(first.name) : 'completed'
}

const pending = (step: string): string => `${step}_pending`
const compensating = (step: string): string => `${step}_compensating`
