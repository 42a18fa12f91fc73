import {AsyncLocalStorage} from 'node:async_hooks'
import {once} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'

const storage = new AsyncLocalStorage<Promise<void>[]>()

/** Milliseconds that a service which stops waits for a broker that is away. */
const patience = 5000

/** Notes an event that is on its way, for whoever handles the event that has caused it. */
export function noteCaused(published: Promise<void>): void {
  storage.getStore()?.push(published)
}

/**
 * Runs a handler and waits until what it has caused is published: an event that was noted as handled never comes again,
 * and what was still on its way then would be lost with the process.
 */
export async function withCaused<T>(handle: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  const caused: Promise<void>[] = []
  const result = await storage.run(caused, handle)
  if (caused.length === 0) return result
  const over = new AbortController()
  try {
    await Promise.race([Promise.all(caused), outOfPatience(stopping, over.signal)])
  } finally {
    over.abort()
  }
  return result
}

async function outOfPatience(stopping: AbortSignal, signal: AbortSignal): Promise<never> {
  if (!stopping.aborted) await once(stopping, 'abort', {signal})
  await sleep(patience, undefined, {signal})
  throw new Error('The service stops before what an event has caused is published.')
}
