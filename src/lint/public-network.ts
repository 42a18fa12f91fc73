import {lookup} from 'node:dns'
import {isIP, type LookupFunction} from 'node:net'
import {Agent} from 'undici'
import {isPrivateAddress} from './private-addresses.js'

/** A host that is asked for and must not be. */
export class PrivateHost extends Error {
  constructor(readonly host: string) {
    super(`"${host}" has a private address`)
  }
}

/**
 * Connects to public addresses only. The very address that was judged is connected to: a name that is asked for twice
 * could lead to another one the second time.
 */
export function publicNetwork(): Agent {
  return new Agent({connect: {lookup: publicLookup}, keepAliveTimeout: 1})
}

/** The host of an address that names no host but a private IP address; the names are judged when they are looked up. */
export function privateLiteral({hostname}: URL): string | undefined {
  // `new URL` has made one form of 0x7f.1, 2130706433 and 127.1.
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare) !== 0 && isPrivateAddress(bare) ? bare : undefined
}

const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, {...options, all: true}, (error, addresses) => {
    const found = error ? [] : addresses.filter(({address}) => !isPrivateAddress(address))
    const [first] = found
    if (error || !first) callback(error ?? new PrivateHost(host), [])
    else if (options.all) callback(null, found)
    else callback(null, first.address, first.family)
  })
}
