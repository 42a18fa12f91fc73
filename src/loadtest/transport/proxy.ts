import {lookup} from 'node:dns/promises'
import {BlockList, isIP} from 'node:net'
import {MeshError} from '../../core/errors.js'
import type {ViaProxy} from './tunnel.js'

/**
 * The proxy for a target: the one that is asked for, else that of the environment, unless `NO_PROXY` names the target or it is
 * on this machine. Without one, undefined.
 */
export async function proxyFor(
  target: URL,
  isLocal: boolean,
  asked: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ViaProxy | undefined> {
  if (asked !== undefined) return readProxy(asked, '--proxy')
  const name = `${target.protocol.slice(0, -1)}_proxy`
  // Small letters win, as they do in curl.
  const [variable, text] =
    [name, name.toUpperCase()].map(each => [each, environment[each]] as const).find(([, value]) => value) ?? []
  if (variable === undefined || text === undefined || isLocal) return undefined
  const exempt = environment['no_proxy'] || environment['NO_PROXY'] || ''
  return isExempt(target, exempt) ? undefined : readProxy(text, variable)
}

/** Whether a list such as `localhost, .example.com, 10.0.0.0/8, staging:8443` has the target in it. */
export function isExempt(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = target.port || (target.protocol === 'https:' ? '443' : '80')
  return list
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true
      if (isInNetwork(host, entry)) return true
      const [, named = '', ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
      if (ofPort !== undefined && ofPort !== port) return false
      const suffix = named.replace(/^\*?\./, '')
      return host === suffix || host.endsWith(`.${suffix}`)
    })
}

function isInNetwork(host: string, entry: string): boolean {
  const [address = '', bits] = entry.replace(/^\[|\]$/g, '').split('/')
  const [family, wanted] = [isIP(host), isIP(address)]
  if (family === 0 || family !== wanted) return false
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  const prefix = bits === undefined ? (family === 6 ? 128 : 32) : Number(bits)
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 6 ? 128 : 32)) return false
  const network = new BlockList()
  network.addSubnet(address, prefix, kind)
  return network.check(host, kind)
}

async function readProxy(text: string, from: string): Promise<ViaProxy> {
  // It may have a password in it, and is not told.
  const hint = 'Write for instance http://proxy.example.com:3128.'
  if (!URL.canParse(text)) throw new MeshError(`The proxy that ${from} names is no URL.`, hint)
  const {protocol, hostname, origin, username, password} = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new MeshError(`The proxy that ${from} names is neither http nor https.`, hint)
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = isIP(host) === 0 ? await addressOf(host) : host
  if (address === undefined)
    throw new MeshError(`The proxy "${origin}" that ${from} names is unknown: its name does not resolve.`, hint)
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`
  return {url: origin, address, ...(authorization !== undefined && {authorization})}
}

async function addressOf(host: string): Promise<string | undefined> {
  const found = await lookup(host).catch(() => undefined)
  return found?.address
}
