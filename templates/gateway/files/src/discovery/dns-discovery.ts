import {lookup, Resolver} from 'node:dns/promises'
import {isIPv6} from 'node:net'
import type {Logger} from '../platform/logging/logger.js'
import type {Discovery, Instance} from './discovery.js'
import {pollingDiscovery} from './polling-discovery.js'
import type {Source} from './source.js'

export interface DnsOptions {
  readonly source: Extract<Source, {kind: 'dns' | 'srv'}>
  readonly upstream: string
  /** `host:port` of each DNS server, instead of those of the machine. */
  readonly servers: readonly string[]
  readonly logger: Logger
}

interface Address {
  readonly address: string
  /** Seconds for which the answer is good. */
  readonly ttl: number
}

/** Follows the addresses of a name, each for as long as its record is good and no longer than `every`. */
export function dnsDiscovery({source, upstream, servers, logger}: DnsOptions): Discovery {
  const resolver = new Resolver({timeout: 2000, tries: 2})
  if (servers.length > 0) resolver.setServers(servers)
  const addresses = (host: string) => addressesOf(resolver, host, servers.length === 0)
  const goodFor = (found: readonly Address[]) =>
    Math.min(source.every, ...found.map(({ttl}) => Math.max(1000, ttl * 1000)))

  const look = async () => {
    if (source.kind === 'dns') {
      const url = new URL(source.origin)
      const found = await addresses(url.hostname)
      return {instances: found.map(({address}) => instanceOf(url, address, 1)), goodFor: goodFor(found)}
    }
    const records = await resolver.resolveSrv(source.name)
    // The others are for the day when none of these can be reached: a matter of the servers' keeper, not of every request.
    const first = Math.min(...records.map(({priority}) => priority))
    const preferred = records.filter(({priority}) => priority === first)
    const groups = await Promise.all(
      preferred.map(async ({name, port, weight}) => {
        const found = await addresses(name)
        const url = new URL(`${source.scheme}://${name}:${port}`)
        return found.map(address => ({...address, instance: instanceOf(url, address.address, Math.max(1, weight))}))
      }),
    )
    const found = groups.flat()
    return {instances: found.map(({instance}) => instance), goodFor: goodFor(found)}
  }

  const polling = pollingDiscovery({upstream, logger, look})
  return {
    watch: polling.watch,
    close: async () => {
      await polling.close()
      resolver.cancel()
    },
  }
}

async function addressesOf(resolver: Resolver, host: string, hostsFile: boolean): Promise<readonly Address[]> {
  const answers = await Promise.allSettled([resolver.resolve4(host, {ttl: true}), resolver.resolve6(host, {ttl: true})])
  const found = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
  if (found.length > 0) return found
  // Names of /etc/hosts, such as localhost, are known to the system alone, and so is no time for which they are good.
  if (hostsFile) return (await lookup(host, {all: true})).map(({address}) => ({address, ttl: 5}))
  throw new Error(`"${host}" has no address.`)
}

function instanceOf({protocol, host, port}: URL, address: string, weight: number): Instance {
  const name = isIPv6(address) ? `[${address}]` : address
  return {origin: new URL(`${protocol}//${name}${port === '' ? '' : `:${port}`}`).origin, host, weight}
}
