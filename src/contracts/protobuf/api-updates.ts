import type {ApiUpdate, ApiVersioned} from '../shared/model.js'
import type {ProtobufFile} from './file.js'
import {isWellKnown} from './is-well-known.js'
import type {Field, Message, Rpc} from './nodes.js'
import {verbOf} from './verbs.js'

const integers: ReadonlySet<string> = new Set(
  'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64'.split(' '),
)

/** The rpcs that change what is there. */
export function updatesOf(file: ProtobufFile): ApiUpdate[] {
  return file.rpcs.filter(({name}) => verbOf(name, ['Update']) !== undefined).map(rpc => updateOf(file, rpc))
}

function updateOf({set}: ProtobufFile, rpc: Rpc): ApiUpdate {
  const request = set.typeOf(rpc.request)
  const response = set.typeOf(rpc.response)
  return {
    title: `Rpc "${rpc.name}"`,
    at: rpc,
    inputs: request?.kind === 'message' ? [versionedOf(request, `Request "${request.name}"`, rpc.request)] : [],
    resources: response?.kind === 'message' ? [versionedOf(response, `Response "${response.name}"`, rpc.response)] : [],
    // An etag does what the version does.
    hasPrecondition: request?.kind === 'message' && request.fields.some(({name}) => name === 'etag'),
    declaresConflict: undefined,
  }

  /** The version of a message, be it in it or in the resource that it carries. */
  function versionedOf(message: Message, title: string, use: Rpc['request']): ApiVersioned {
    const field = versionIn(message)
    // What comes with the compiler cannot be changed: what is wrong is that it is used here.
    const at = isWellKnown(message) ? use : message
    if (field === undefined) return {title, version: undefined, at}
    const isInteger = integers.has(field.type) && !field.isRepeated
    // Fields of proto3 cannot be required; that it is there has to do.
    return {title, version: {required: true, isInteger, at: field}, at}
  }

  function versionIn(message: Message): Field | undefined {
    const own = message.fields.find(({name}) => name === 'version')
    if (own !== undefined) return own
    for (const field of message.fields) {
      const type = field.isRepeated ? undefined : set.typeOf(field)
      const inner = type?.kind === 'message' ? type.fields.find(({name}) => name === 'version') : undefined
      if (inner !== undefined) return inner
    }
    return undefined
  }
}
