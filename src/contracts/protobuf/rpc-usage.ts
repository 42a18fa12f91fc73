import type {FileSet} from './file-set.js'
import type {Message, Rpc, RpcType, TypeDeclaration} from './nodes.js'

/** How the messages of a set are used by its rpcs. */
export interface RpcUsage {
  /** The rpcs that take or give a type: the type itself, or its name as it is written when it is not at hand. */
  readonly rpcsOf: ReadonlyMap<TypeDeclaration | string, ReadonlySet<Rpc>>
  readonly requests: ReadonlySet<Message>
  readonly responses: ReadonlySet<Message>
}

/** Works out how messages are used; call it by `set.once(rpcUsage)`. */
export function rpcUsage(set: FileSet): RpcUsage {
  const rpcsOf = new Map<TypeDeclaration | string, Set<Rpc>>()
  const requests = new Set<Message>()
  const responses = new Set<Message>()
  const note = (use: RpcType, messages: Set<Message>) => {
    const type = set.typeOf(use)
    const key = usedTypeOf(use, set)
    const rpcs = rpcsOf.get(key) ?? new Set()
    rpcsOf.set(key, rpcs.add(use.parent))
    if (type?.kind === 'message') messages.add(type)
  }
  for (const file of set.files)
    for (const {request, response} of file.rpcs) {
      note(request, requests)
      note(response, responses)
    }
  return {rpcsOf, requests, responses}
}

/** What an rpc takes or gives: the type, or its name as it is written when it is not at hand. */
export function usedTypeOf(use: RpcType, set: FileSet): TypeDeclaration | string {
  return set.typeOf(use) ?? use.type.replace(/^\./, '')
}
