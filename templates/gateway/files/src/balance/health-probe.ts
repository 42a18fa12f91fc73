import {Client} from 'undici'
import type {Instance} from '../discovery/discovery.js'
import {repeat} from '../discovery/repeat.js'

/** How instances are asked whether they are well. Times in milliseconds. */
export interface ProbeOptions {
  readonly path: string
  readonly every: number
  readonly timeout: number
  /** Failures in a row after which an instance gets no more work. */
  readonly unhealthyAfter: number
  /** Successes in a row after which it does again. */
  readonly healthyAfter: number
}

export interface HealthProbe {
  readonly healthy: boolean
  close(): Promise<void>
}

/** Asks one instance again and again. It is healthy until it has proven otherwise: a gateway that starts turns nobody away.
 * The connection is its own: where all others are busy, the instance has much to do and is not ill. */
export function createHealthProbe(
  {origin, host}: Instance,
  options: ProbeOptions,
  onChange: (healthy: boolean) => void,
): HealthProbe {
  const {path, every, timeout, unhealthyAfter, healthyAfter} = options
  const client = new Client(origin, {connect: {timeout, servername: new URL(`http://${host}`).hostname}})
  let healthy = true
  /** Answers in a row that say the opposite of `healthy`. */
  let against = 0

  const stop = repeat(async () => {
    const well = await answers(client, host, path, timeout)
    against = well === healthy ? 0 : against + 1
    if (against >= (healthy ? unhealthyAfter : healthyAfter)) {
      healthy = well
      against = 0
      onChange(healthy)
    }
    // Not all gateways at the same moment.
    return every * (0.9 + Math.random() * 0.2)
  })
  return {
    get healthy() {
      return healthy
    },
    close: async () => {
      stop()
      await client.destroy()
    },
  }
}

async function answers(client: Client, host: string, path: string, timeout: number): Promise<boolean> {
  try {
    const {statusCode, body} = await client.request({
      method: 'GET',
      path,
      headers: {host},
      signal: AbortSignal.timeout(timeout),
    })
    await body.dump()
    return statusCode < 300
  } catch {
    return false
  }
}
