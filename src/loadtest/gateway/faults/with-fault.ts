import {setTimeout as pause} from 'node:timers/promises'
import {showDuration} from '../../../core/duration.js'
import {doubtful, type GatewayFacts, type Observation, pathOf} from '../gateway-check.js'
import type {ProbeAnswer} from '../probe.js'
import type {FaultHook} from './fault-hook.js'

/** How often it is looked whether something has changed, in milliseconds. */
export const lookEvery = 100

/** What a check that needs a fault cannot do without. */
export function needsFault({fault}: GatewayFacts): string | undefined {
  return fault === undefined ? '--fault COMMAND that makes the service behind the gateway fail' : undefined
}

export const disturbsService = 'makes the service behind the gateway fail for everybody'

/** Runs a check that makes the service fail, and leaves nothing behind: not even after Ctrl-C, or when it breaks off. */
export async function* withFault(
  facts: GatewayFacts,
  check: (fault: FaultHook) => AsyncGenerator<Observation>,
): AsyncGenerator<Observation> {
  const {fault, openFor} = facts
  if (fault === undefined) return
  const path = pathOf(facts)
  await fault.set('none')
  try {
    const before = await facts.probe.send({path, headers: facts.headers})
    if (before.status < 300) yield* check(fault)
    else yield doubtful(`"GET ${path}" answers ${before.status} before anything was made to fail.`, before)
  } finally {
    await fault.set('none')
    // The next check begins with a breaker that is closed.
    if (!facts.signal.aborted) await until(facts, path, ({status}) => status < 300, openFor * 2 + 5000)
  }
}

/** Asks again and again until an answer is as wanted; gives it and how long it took, or undefined when it never came. */
export async function until(
  {probe, headers, signal}: GatewayFacts,
  path: string,
  isWanted: (answer: ProbeAnswer) => boolean,
  longest: number,
): Promise<{readonly answer: ProbeAnswer; readonly took: number} | undefined> {
  const begin = performance.now()
  for (;;) {
    const answer = await probe.send({path, headers})
    const took = performance.now() - begin
    if (isWanted(answer)) return {answer, took}
    if (took > longest) return undefined
    await pause(lookEvery, undefined, {signal})
  }
}

/** `within 12 s`. */
export function within(milliseconds: number): string {
  return `within ${showDuration(milliseconds)}`
}
