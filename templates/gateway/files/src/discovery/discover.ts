import type {Redis} from 'ioredis'
import type {Logger} from '../platform/logging/logger.js'
import type {Discovery} from './discovery.js'
import {dnsDiscovery} from './dns-discovery.js'
import {registryDiscovery} from './registry-discovery.js'
import type {Source} from './source.js'

/** What finding instances needs from outside. */
export interface DiscoveryMeans {
  readonly dnsServers: readonly string[]
  readonly redis: () => Promise<Redis>
  readonly redisPrefix: string
  readonly logger: Logger
}

/** Finds the instances of one upstream. */
export function discover(source: Source, upstream: string, means: DiscoveryMeans): Discovery {
  const {dnsServers: servers, redis, redisPrefix: prefix, logger} = means
  switch (source.kind) {
    case 'fixed':
      return {watch: listener => listener(source.instances), close: async () => undefined}
    case 'registry':
      return registryDiscovery({service: source.service, every: source.every, redis, prefix, logger})
    default:
      return dnsDiscovery({source, upstream, servers, logger})
  }
}
