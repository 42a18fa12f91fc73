import {createHash} from 'node:crypto'
import type {PlannedLoad} from '../planned-load.js'
import type {Operation} from '../source/scenario.js'
import type {TargetAddress} from '../target/target.js'

/**
 * Names everything that decides about a load, and what it is judged by: results of workers belong together only if they
 * have the same one. `operations` are those that are really sent.
 */
export function planId(
  {target, load, stages, objectives, scenario: {script}}: PlannedLoad<TargetAddress>,
  operations: readonly Operation[],
): string {
  const plan = {
    url: target.origin + target.basePath,
    stages,
    duration: load.duration,
    warmUp: load.warmUp,
    timeout: load.timeout,
    think: load.think,
    http2: load.http2,
    operations,
    ...(script && {script: script.digest}),
    thresholds: objectives.judged.map(({text}) => text),
  }
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}
