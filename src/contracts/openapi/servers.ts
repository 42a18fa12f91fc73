import type {JsonNode, Server} from './model.js'

/** The servers of a list; the specification says that without any there is one with the URL `/`. */
export function serversOf(list: JsonNode | undefined, root: JsonNode): Server[] {
  const servers = (list?.isArray ? list.children() : []).flatMap(node => {
    const url = node.get('url')?.text
    return url === undefined ? [] : {url, node, basePath: basePathOf(url, node.get('variables'))}
  })
  return servers.length > 0 ? servers : [{url: '/', node: list ?? root, basePath: ''}]
}

function basePathOf(url: string, variables: JsonNode | undefined): string {
  const filled = url.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    return variables?.at(name, 'default')?.shown ?? whole
  })
  const path = filled.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`
}
