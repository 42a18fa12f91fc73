import type {JsonNode} from '../json/node.js'

/** A service or a route of Kong, with what counts for it. */
export interface KongEntity {
  readonly name: string
  /** For messages: `Service "orders"`. */
  readonly title: string
  readonly node: JsonNode
  readonly tags: readonly string[]
  /** Its own plugins, whether they stand in it or refer to it; those that are turned off are left out. */
  readonly plugins: readonly KongPlugin[]
}

/** A service with its routes. */
export interface KongService extends KongEntity {
  readonly routes: readonly KongRoute[]
}

export interface KongRoute extends KongEntity {
  /** What its `service` says, for a route that stands by itself. */
  readonly serviceName: JsonNode | undefined
}

export interface KongPlugin {
  readonly name: string
  readonly node: JsonNode
  readonly config: JsonNode | undefined
}

/** A declarative configuration of Kong. */
export interface KongConfig {
  readonly root: JsonNode
  readonly services: readonly KongService[]
  /** Routes that belong to no service that is there. */
  readonly looseRoutes: readonly KongRoute[]
  /** Every plugin, wherever it stands. */
  readonly plugins: readonly KongPlugin[]
  /** Those that count for everything. */
  readonly globalPlugins: readonly KongPlugin[]
}

/** The configuration in a document; undefined when it is none. */
export function kongConfigOf(root: JsonNode): KongConfig | undefined {
  if (root.get('_format_version') === undefined) return undefined
  const top = listOf(root, 'plugins')
  const isScoped = (plugin: JsonNode) =>
    ['service', 'route', 'consumer', 'consumer_group'].some(name => plugin.get(name) !== undefined)
  const entityOf = (node: JsonNode, what: 'Service' | 'Route'): KongEntity => {
    const name = node.get('name')?.shown ?? ''
    const own = top.filter(plugin => name !== '' && nameIn(plugin.get(what.toLowerCase()))?.shown === name)
    return {
      name,
      title: `${what} "${name}"`,
      node,
      tags: listOf(node, 'tags').map(({shown}) => shown),
      plugins: [...listOf(node, 'plugins'), ...own].filter(isOn).map(pluginOf),
    }
  }
  const routeOf = (node: JsonNode): KongRoute => ({
    ...entityOf(node, 'Route'),
    serviceName: nameIn(node.get('service')),
  })
  const own = listOf(root, 'services')
  const names = new Set(own.map(node => node.get('name')?.shown))
  const standing = listOf(root, 'routes').map(routeOf)
  const services = own.map(node => {
    const entity = entityOf(node, 'Service')
    const routes = [
      ...listOf(node, 'routes').map(routeOf),
      ...standing.filter(({serviceName}) => serviceName !== undefined && serviceName.shown === entity.name),
    ]
    return {...entity, routes}
  })
  const nested = [
    ...own,
    ...own.flatMap(node => listOf(node, 'routes')),
    ...listOf(root, 'routes'),
    ...listOf(root, 'consumers'),
  ]
  return {
    root,
    services,
    looseRoutes: standing.filter(({serviceName}) => !names.has(serviceName?.shown)),
    plugins: [...top, ...nested.flatMap(node => listOf(node, 'plugins'))].map(pluginOf),
    globalPlugins: top.filter(plugin => !isScoped(plugin) && isOn(plugin)).map(pluginOf),
  }
}

function pluginOf(node: JsonNode): KongPlugin {
  return {name: node.get('name')?.shown ?? '', node, config: node.get('config')}
}

function isOn(plugin: JsonNode): boolean {
  return plugin.get('enabled')?.value !== false
}

/** What a reference to another entity names: `{name: orders}` or `orders`. */
function nameIn(node: JsonNode | undefined): JsonNode | undefined {
  return node?.isObject ? (node.get('name') ?? node.get('id')) : node
}

function listOf(node: JsonNode, name: string): readonly JsonNode[] {
  const list = node.get(name)
  return list?.isArray ? list.children() : []
}
