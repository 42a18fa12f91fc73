import {isIPv6} from 'node:net'
import type {Identity} from '../auth/identity.js'

/** What calls are counted under: the proven caller, else the network that the request came from. */
export function callerKey(identity: Identity | undefined, call: {readonly ip: string | undefined}): string {
  // The address is worked out when it is asked for.
  return identity ? `${identity.scheme}:${identity.subject}` : `network:${networkOf(call.ip)}`
}

/** An IPv4 address, or the /64 of an IPv6 address: a subscriber has all of a /64 to change addresses in. Who has hung up already
 * has no address any more, and is counted with all others like that. */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return 'gone'
  if (!address.includes(':')) return address
  const [bare = ''] = address.split('%')
  if (!isIPv6(bare)) return bare
  // The URL parser writes an address in its one canonical form.
  const {hostname} = new URL(`http://[${bare}]`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  return mapped ? groups.slice(6).flatMap(bytesOf).join('.') : `${groups.slice(0, 4).join(':')}::/64`
}

function bytesOf(group: string): [number, number] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 255]
}
