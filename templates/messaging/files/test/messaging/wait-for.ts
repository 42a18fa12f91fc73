import {setTimeout as sleep} from 'node:timers/promises'

/** Waits until something holds; says what never did. */
export async function waitFor(what: string, holds: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
  for (const end = performance.now() + limit; performance.now() < end; await sleep(10)) if (await holds()) return
  throw new Error(`Waited ${limit} ms in vain: ${what}.`)
}
