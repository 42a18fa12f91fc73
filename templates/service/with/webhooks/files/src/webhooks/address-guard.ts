import {lookup} from 'node:dns/promises'
import {BlockList, isIP, isIPv6, type LookupFunction} from 'node:net'

/** Networks that are not the public Internet, by the registries of special-purpose addresses of the IANA. */
const special: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Of IPv6 only this is given out; what lies in it for special purposes is below. */
const globalUnicast: readonly [string, number] = ['2000::', 3]

const specialOfSix: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const refused = new BlockList()
for (const [network, bits] of special) refused.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of specialOfSix) refused.addSubnet(network, bits, 'ipv6')

const givenOut = new BlockList()
givenOut.addSubnet(...globalUnicast, 'ipv6')

/** Whether an address belongs to the public Internet. An IPv4 address in the clothes of IPv6 does not: nobody needs it. */
export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%')
  if (isIPv6(bare)) return givenOut.check(bare, 'ipv6') && !refused.check(bare, 'ipv6')
  return isIP(bare) === 4 && !refused.check(bare, 'ipv4')
}

/** A receiver that this service must not call. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED'
}

/** Refuses addresses that nobody outside may make this service call; `open` allows all, for development. */
export interface AddressGuard {
  /** Throws AddressRefused, in a sentence for the one who gave the address. */
  check(url: string): Promise<void>
  /** Finds the address of a name for a connection: the connection goes to just that address, so that a name which leads
   * elsewhere a moment later changes nothing. */
  readonly lookup: LookupFunction
}

export function createAddressGuard({open}: {readonly open: boolean}): AddressGuard {
  const isAllowed = (address: string) => open || isPublicAddress(address)

  const addressesOf = async (host: string) => {
    const found = await lookup(host, {all: true})
    // One that is private is enough: who mixes them means no good.
    if (found.length === 0 || !found.every(({address}) => isAllowed(address))) {
      throw new AddressRefused(`"${host}" does not lead to the public Internet.`)
    }
    return found
  }

  return {
    async check(url) {
      const {protocol, hostname, username, password} = new URL(url)
      if (protocol !== 'https:' && !(open && protocol === 'http:'))
        throw new AddressRefused('The address must use https.')
      if (username !== '' || password !== '') throw new AddressRefused('The address must hold no credentials.')
      const host = hostname.replace(/^\[(.*)\]$/, '$1')
      // A connection to a literal address asks for no name.
      if (isIP(host) === 0) await addressesOf(host)
      else if (!isAllowed(host)) throw new AddressRefused(`"${host}" is no public address.`)
    },
    lookup(host, options, callback) {
      addressesOf(host).then(
        found => {
          const [first] = found
          if (options.all) callback(null, [...found])
          else callback(null, first?.address ?? '', first?.family)
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      )
    },
  }
}
