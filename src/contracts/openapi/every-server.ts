import type {OpenApi, Server} from './model.js'

/** The servers that are written anywhere in a document, each once. */
export function everyServer({servers, operations, outgoing}: OpenApi): readonly Server[] {
  const found = new Map<unknown, Server>()
  for (const server of [...servers, ...[...operations, ...outgoing].flatMap(each => each.servers)])
    if (server.node.get('url')) found.set(server.node.value, server)
  return [...found.values()]
}
