import {BlockList, isIP} from 'node:net'

/** Addresses that are not of the public network: loopback, link-local, of companies, and what translates to them. */
const ranges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // The metadata of cloud machines is here.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Unspecified, loopback, and IPv4 written as IPv6 in the old way.
  ['::', 96],
  // IPv4 written as IPv6: whoever means a public one can write it as such.
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

// Two lists: one for both would find every IPv4 address among those that are mapped into IPv6.
const lists = {4: new BlockList(), 6: new BlockList()}
for (const [address, bits] of ranges) {
  if (isIP(address) === 6) lists[6].addSubnet(address, bits, 'ipv6')
  else lists[4].addSubnet(address, bits, 'ipv4')
}

/** Whether an IP address is none of the public network; what is no IP address counts as one. */
export function isPrivateAddress(address: string): boolean {
  // A zone, as in `fe80::1%eth0`, is no part of the address.
  const bare = address.replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 4) return lists[4].check(bare, 'ipv4')
  return family === 6 ? lists[6].check(bare, 'ipv6') : true
}
