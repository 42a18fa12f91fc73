import type {Logger} from '../logging/logger.js'

/** The part of a Redis client that is needed here; ioredis has it. */
export interface RegistryClient {
  sadd(key: string, member: string): Promise<unknown>
  srem(key: string, member: string): Promise<unknown>
  set(key: string, value: string, unit: 'EX', seconds: number): Promise<unknown>
  del(key: string): Promise<unknown>
}

export interface RegistrationOptions {
  readonly client: RegistryClient
  /** Before every key. */
  readonly prefix: string
  readonly service: string
  /** Tells this process from all others, such as the name of its pod. */
  readonly id: string
  /** Scheme, host and port at which this process is reached. */
  readonly origin: string
  /** Share of the work compared to other instances. */
  readonly weight?: number
  readonly logger: Logger
  /** Seconds after which a silent instance is gone; a third of it is the time between two heartbeats. */
  readonly lifetime?: number
}

/** The keys of one service. The braces keep them on one node of a cluster. */
export function registryKeys(prefix: string, service: string) {
  return {
    ids: `${prefix}registry:{${service}}:ids`,
    instance: (id: string) => `${prefix}registry:{${service}}:instance:${id}`,
  }
}

/** Announces this process to gateways until it is closed; a heartbeat that fails is made up for by the next one. */
export async function register(options: RegistrationOptions): Promise<{close(): Promise<void>}> {
  const {client, prefix, service, id, origin, weight = 1, logger, lifetime = 60} = options
  const keys = registryKeys(prefix, service)
  const value = JSON.stringify({origin, weight})
  let failing = false
  let beating: Promise<void> = Promise.resolve()

  const beat = async (): Promise<void> => {
    try {
      // The key first: an id without one would be taken for an instance that is gone.
      await client.set(keys.instance(id), value, 'EX', lifetime)
      await client.sadd(keys.ids, id)
      failing = false
    } catch (error) {
      if (!failing) logger.warn({err: error}, 'The registry can not be reached: this instance may be forgotten.')
      failing = true
    }
  }

  await beat()
  const timer = setInterval(
    () => {
      beating = beat()
    },
    (lifetime * 1000) / 3,
  )
  timer.unref()

  return {
    async close() {
      clearInterval(timer)
      await beating
      await client.del(keys.instance(id))
      await client.srem(keys.ids, id)
    },
  }
}
