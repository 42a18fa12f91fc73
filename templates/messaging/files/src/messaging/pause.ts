import {setTimeout as sleep} from 'node:timers/promises'

/** Waits; rejects at once when the service stops in the meantime. */
export async function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, {signal: stopping})
}
