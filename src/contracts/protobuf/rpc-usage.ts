import type {FileSet} from './file-set.js'
import type {Message, Rpc, RpcType} from './nodes.js'

/** How the messages of a set are used by its rpcs. */
export interface RpcUsage {
  /** The rpcs that take or give a type, by its full name. */
  readonly rpcsOf: ReadonlyMap<string, ReadonlySet<Rpc>>
  readonly requests: ReadonlySet<Message>
  readonly responses: ReadonlySet<Message>
}

/** Works out how messages are used; call it by `set.once(rpcUsage)`. */
export function rpcUsage(set: FileSet): RpcUsage {
  const rpcsOf = new Map<string, Set<Rpc>>()
  const requests = new Set<Message>()
  const responses = new Set<Message>()
  const note = (use: RpcType, messages: Set<Message>) => {
    const name = set.typeNameOf(use)
    const rpcs = rpcsOf.get(name) ?? new Set()
    rpcsOf.set(name, rpcs.add(use.parent))
    const type = set.typeOf(use)
    if (type?.kind === 'message') messages.add(type)
  }
  for (const file of set.files)
    for (const {request, response} of file.rpcs) {
      note(request, requests)
      note(response, responses)
    }
  return {rpcsOf, requests, responses}
}
