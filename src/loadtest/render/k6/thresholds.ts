import type {Operation} from '../../source/scenario.js'
import {isNamed} from '../../verdict/objectives.js'
import type {Threshold} from '../../verdict/threshold.js'

/** A threshold as k6 has it; a condition ends the run. */
type K6Threshold = string | {readonly threshold: string; readonly abortOnFail: true; readonly delayAbortEval: string}

/** Tags of k6's own syntax may not be in the value of a tag that a threshold names. */
export function tagOf({name, operationId}: Pick<Operation, 'name' | 'operationId'>): string {
  return (operationId ?? name).replaceAll(/[{},:"'\\]/g, '_')
}

/**
 * Objectives as thresholds of k6, over the requests of the measured phase only. That k6 sent less than it should have is
 * one, too: it drops iterations when it runs out of virtual users, and a run without them would pass.
 */
export function k6Thresholds(
  objectives: readonly Threshold[],
  conditions: ReadonlySet<Threshold>,
  operations: readonly Operation[],
  seconds: number,
): Record<string, K6Threshold[]> {
  const thresholds: Record<string, K6Threshold[]> = {dropped_iterations: ['count==0']}
  for (const objective of objectives) {
    const {metric, expression} = translated(objective, seconds)
    const key = `${metric}{${tagsOf(objective, operations)}}`
    thresholds[key] ??= []
    thresholds[key].push(
      conditions.has(objective) ? {threshold: expression, abortOnFail: true, delayAbortEval: '10s'} : expression,
    )
  }
  return thresholds
}

function tagsOf({operation}: Threshold, operations: readonly Operation[]): string {
  const named = operation === undefined ? undefined : operations.find(each => isNamed(each, operation))
  return named ? `phase:load,operation:${tagOf(named)}` : 'phase:load'
}

function translated({figure, comparison, limit}: Threshold, seconds: number) {
  const compared = (value: number) => `${comparison}${Number(value.toPrecision(12))}`
  switch (figure.kind) {
    case 'percentile':
      return {metric: 'http_req_duration', expression: `p(${figure.percent})${compared(limit)}`}
    case 'mean':
      return {metric: 'http_req_duration', expression: `avg${compared(limit)}`}
    case 'max':
      return {metric: 'http_req_duration', expression: `max${compared(limit)}`}
    case 'errors':
      return {metric: 'http_req_failed', expression: `rate${compared(limit)}`}
    case 'limited':
      return {metric: 'limited', expression: `rate${compared(limit)}`}
    case 'rate':
      // k6 divides by the time of the whole run, the warm-up and the last answers among it.
      return {metric: 'answered', expression: `count${compared(limit * seconds)}`}
  }
}
