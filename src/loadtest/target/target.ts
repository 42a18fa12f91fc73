import {lookup} from 'node:dns/promises'
import {BlockList, isIP} from 'node:net'
import type {AuthSettings} from '../../config/auth-schema.js'
import type {Config} from '../../config/schema.js'
import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {type ClientTls, readClientTls} from '../engine/client-tls.js'
import {filledFromEnvironment} from '../source/environment.js'
import {proxyFor} from '../transport/proxy.js'
import type {ViaProxy} from '../transport/tunnel.js'

/** What is to be loaded, as it is written down. */
export interface TargetAddress {
  /** Its name in mesh.yaml. */
  readonly name?: string
  /** `http://127.0.0.1:3000`, without a path. */
  readonly origin: string
  /** The path of its URL without a slash at the end; put before the paths of operations. */
  readonly basePath: string
  /** Path and query exactly as given, to be loaded when nothing else is named. */
  readonly path: string
  /** The OpenAPI file that mesh.yaml names for it. */
  readonly contract?: string
  /** How requests to it prove who sends them. */
  readonly auth?: AuthSettings
}

/** What is loaded, after it was found that it may be. */
export interface Target extends TargetAddress {
  /** What its name resolves to; the first that takes a connection is the one that is loaded. A proxy gets the name itself. */
  readonly addresses: readonly string[]
  readonly proxy?: ViaProxy
  /** Nothing but this machine bears the load. */
  readonly isLocal: boolean
  /** What it may be sent at most, where mesh.yaml names it. */
  readonly limits?: Config['loadtest']['targets'][string]['limits']
  readonly headers: Readonly<Record<string, string>>
  readonly tls: ClientTls
}

/** A target for which nothing was looked up: not its addresses, not the environment, not the files that it names. */
export interface DescribedTarget extends TargetAddress {
  /** As mesh.yaml has them, with `${NAME}`. */
  readonly headers: Readonly<Record<string, string>>
  readonly tls?: NonNullable<Targets[string]['tls']>
  /** It is this machine. */
  readonly isLocal: boolean
}

type Targets = Config['loadtest']['targets']

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
// "Any address of this machine": what servers print when they start, and where connections stay on the machine.
loopback.addAddress('0.0.0.0', 'ipv4')
loopback.addAddress('::', 'ipv6')
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6')

/** How long a name may take to resolve, in milliseconds; resolvers themselves can take half a minute to give up. */
const resolvePatience = 5000

const toName =
  'Name it in mesh.yaml below "loadtest.targets", for instance "staging: {url: https://staging.example.com}", and load that name.'

/**
 * The target of a URL or of a name in mesh.yaml. Nothing but this machine and what mesh.yaml names may be loaded. `askedProxy`
 * is the URL of one that is asked for; without it the environment decides.
 */
export async function resolveTarget(text: string, targets: Targets, root = '.', askedProxy?: string): Promise<Target> {
  const named = Object.hasOwn(targets, text) ? targets[text] : undefined
  const url = parseUrl(named?.url ?? text, text, named !== undefined, Object.keys(targets))
  const known = named ?? Object.values(targets).find(target => sameOrigin(target.url, url))
  const allowed = known !== undefined
  const found = await addressesOf(url)
  const isLocal = found.length > 0 && found.every(isLoopback)
  const proxy = await proxyFor(url, isLocal, askedProxy)
  const addresses = proxy && allowed ? [hostOf(url)] : found
  if (addresses.length === 0) throw unresolved(url, allowed)
  if (!allowed && !isLocal) throw new MeshError(refusal(url, addresses), toName)
  const isNear = proxy === undefined || isLoopback(proxy.address)
  if (!allowed && !isNear)
    throw new MeshError(
      `"${url.origin}" may not be loaded through "${proxy.url}": to that proxy it is another machine than this one.`,
      `Leave out the proxy. ${toName}`,
    )
  return {
    ...addressOf(url, text, named),
    addresses,
    ...(proxy && {proxy}),
    isLocal: isLocal && isNear,
    ...(known && {limits: known.limits}),
    headers: named ? filled(named.headers, text) : {},
    tls: await readClientTls(named?.tls, text, root),
  }
}

/** The target of a URL or of a name in mesh.yaml, for whoever sends nothing to it. The same may be named. */
export function describeTarget(text: string, targets: Targets): DescribedTarget {
  const named = Object.hasOwn(targets, text) ? targets[text] : undefined
  const url = parseUrl(named?.url ?? text, text, named !== undefined, Object.keys(targets))
  const host = hostOf(url)
  const isLocal = host === 'localhost' || (isIP(host) !== 0 && isLoopback(host))
  if (!isLocal && !Object.values(targets).some(target => sameOrigin(target.url, url)))
    throw new MeshError(`"${url.origin}" may not be loaded: mesh.yaml does not name it.`, toName)
  return {
    ...addressOf(url, text, named),
    headers: named?.headers ?? {},
    ...(named?.tls && {tls: named.tls}),
    isLocal,
  }
}

function addressOf(url: URL, text: string, named: Targets[string] | undefined): TargetAddress {
  return {
    ...(named && {name: text}),
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    path: url.pathname + url.search,
    ...(named?.contract !== undefined && {contract: named.contract}),
    ...(named?.auth && {auth: named.auth}),
  }
}

function parseUrl(address: string, given: string, named: boolean, names: readonly string[]): URL {
  const where = named ? `The URL of target "${given}"` : `"${given}"`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) {
    if (url.username !== '' || url.password !== '')
      throw new MeshError(
        `${named ? where : 'The URL'} has credentials in it, which end up in logs.`,
        'Send them as a header: --header "Authorization: …", or "headers" of the target in mesh.yaml with "${NAME}".',
      )
    return url
  }
  // `localhost:3000` is a URL of the scheme "localhost:" to the parser, and the commonest slip.
  if (!named && URL.canParse(`http://${address}`) && /^[\w.-]+:\d+(\/|$)|^\[[\da-f:]+\]/i.test(address))
    throw new MeshError(`"${given}" has no scheme.`, `Write "http://${given}".`)
  if (url && !named && /^[a-z][a-z\d+.-]*:\/\//i.test(address))
    throw new MeshError(`"${given}" is neither http nor https.`, 'Give a URL such as http://127.0.0.1:3000.')
  if (named) throw new MeshError(`${where} is not an http or https URL.`, 'Mend "loadtest.targets" in mesh.yaml.')
  throw new MeshError(
    `"${given}" is neither a URL nor a target in mesh.yaml.${didYouMean(given, names)}`,
    'Give a URL such as http://127.0.0.1:3000, or name the target below "loadtest.targets" in mesh.yaml.',
  )
}

/** Empty when the name does not resolve. */
async function addressesOf(url: URL): Promise<string[]> {
  const host = hostOf(url)
  if (isIP(host) !== 0) return [host]
  const found = await Promise.race([lookup(host, {all: true}), nothingAfter(resolvePatience)]).catch(() => [])
  return found.map(({address}) => address)
}

/** The host without the brackets of IPv6. */
function hostOf({hostname}: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

// Unreferenced: a name that resolves at once must not keep the process waiting for it.
function nothingAfter(milliseconds: number): Promise<[]> {
  return new Promise(resolve => setTimeout(resolve, milliseconds, []).unref())
}

/** Whether an address is one of this machine. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function sameOrigin(address: string, url: URL): boolean {
  return URL.canParse(address) && new URL(address).origin === url.origin
}

/** Whoever may not load a host has to know that first: another spelling or a network would not help. */
function unresolved(url: URL, allowed: boolean): MeshError {
  return allowed
    ? new MeshError(
        `The host "${hostOf(url)}" is unknown: its name does not resolve.`,
        'Check its spelling and your network.',
      )
    : new MeshError(
        `"${url.origin}" may not be loaded: its name does not resolve, and mesh.yaml does not name it.`,
        toName,
      )
}

function refusal(url: URL, addresses: readonly string[]): string {
  const others = addresses.filter(address => !isLoopback(address))
  const shown = others.map(address => `"${address}"`).join(', ')
  const isAddress = isIP(hostOf(url)) !== 0
  const also = others.length < addresses.length ? ', too' : ''
  const why = isAddress ? 'it is not this machine' : `it resolves to ${shown}${also}`
  return `"${url.origin}" may not be loaded: ${why}, and mesh.yaml does not name it.`
}

/** Headers with `${NAME}` replaced from the environment. */
function filled(headers: Readonly<Record<string, string>>, target: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      filledFromEnvironment(value, `Header "${name}" of target "${target}"`),
    ]),
  )
}
