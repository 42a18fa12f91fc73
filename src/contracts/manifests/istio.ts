import {grouped} from '../../core/grouped.js'
import type {ManifestSet} from './manifest-set.js'
import type {JsonNode, Resource} from './model.js'

export const networking = 'networking.istio.io'
export const security = 'security.istio.io'

/** Where mesh-wide settings of Istio live. */
export const rootNamespace = 'istio-system'

/** A route for HTTP of a VirtualService. */
export interface HttpRoute {
  readonly service: Resource
  /** For messages: `Route "reads" of VirtualService "orders"`, or its position. */
  readonly title: string
  readonly node: JsonNode
  readonly at: JsonNode
  /** It answers by itself, or hands over to another VirtualService: no timeout counts. */
  readonly isForwarding: boolean
}

/** The routes for HTTP of a resource; none when it is no VirtualService. */
export function httpRoutesOf(service: Resource): readonly HttpRoute[] {
  if (service.kind !== 'VirtualService' || service.group !== networking) return []
  return (service.member('spec', 'http')?.children() ?? []).map((node, index) => ({
    service,
    title: `Route ${node.get('name') ? `"${node.get('name')?.shown}"` : index + 1} of ${service.title}`,
    node,
    at: node.get('name') ?? node.get('route') ?? node,
    isForwarding: !['redirect', 'directResponse', 'delegate'].some(key => node.get(key)),
  }))
}

/** Milliseconds of a duration of Go such as `1.5s` or `1m30s`; undefined when it is none. */
export function milliseconds(node: JsonNode | undefined): number | undefined {
  const text = node?.text?.trim() ?? ''
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined
  const factors = {ms: 1, s: 1000, m: 60_000, h: 3_600_000}
  let sum = 0
  // Sound: the pattern lists the units.
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    sum += Number(number) * factors[unit as keyof typeof factors]
  return sum
}

/** The full name of a host as a resource in a namespace writes it: `orders` is `orders.shop.svc.cluster.local`. */
export function fullHost(host: string, namespace: string): string {
  const dots = host.split('.').length - 1
  if (dots === 0 && host !== '*') return `${host}.${namespace}.svc.cluster.local`
  if (dots === 1 && !host.startsWith('*')) return `${host}.svc.cluster.local`
  return host.endsWith('.svc') ? `${host}.cluster.local` : host
}

/** The DestinationRules for a host. */
export function destinationRules(set: ManifestSet, host: string): readonly Resource[] {
  const {exact, wild} = set.derived(rulesByHost)
  return [...(exact.get(host) ?? []), ...wild.filter(rule => hostMatches(ruleHost(rule), host))]
}

/** The full name of the host that a DestinationRule is about. */
export function ruleHost({member, namespace}: Resource): string {
  return fullHost(member('spec', 'host')?.text ?? '', namespace)
}

function rulesByHost(set: ManifestSet) {
  const rules = set.of('DestinationRule', networking)
  return {exact: grouped(rules, ruleHost), wild: rules.filter(rule => ruleHost(rule).startsWith('*'))}
}

/** Whether a host, in which `*` at the beginning stands for any text, takes another one. */
export function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '*') return true
  return pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : pattern === host
}
