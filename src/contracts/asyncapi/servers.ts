import type {Follow} from './messages.js'
import type {JsonNode, Server} from './model.js'

/** The servers of a document. Their address is `url` in 2.x, `host` and `pathname` in 3.x. */
export function serversOf(root: JsonNode, follow: Follow): readonly Server[] {
  const servers = root.get('servers')
  return (servers?.isObject ? servers.children() : []).flatMap(use => {
    const node = follow(use)
    if (use.name.startsWith('x-') || !node?.isObject) return []
    const addresses = ['url', 'host', 'pathname'].flatMap(name => node.get(name) ?? [])
    return {name: use.name, title: `Server "${use.name}"`, node, use, addresses, protocol: node.get('protocol')}
  })
}
