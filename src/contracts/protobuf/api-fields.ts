import type {ApiField, ApiType} from '../shared/model.js'
import {noteIn} from './api-comments.js'
import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {fileOf, fullNameOf} from './names.js'
import type {Field, Message, Rpc, TypeDeclaration} from './nodes.js'

type Types = ReadonlySet<ApiType>

const booleans: Types = new Set(['boolean'])
const integers: Types = new Set(['integer'])
const numbers: Types = new Set(['number'])
const strings: Types = new Set(['string'])
const objects: Types = new Set(['object'])
const arrays: Types = new Set(['array'])
const timestamps: Types = new Set(['object', 'timestamp'])
const unknown: Types = new Set()

const integerNames = 'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64'.split(' ')

const scalars: ReadonlyMap<string, Types> = new Map([
  ['bool', booleans],
  ['bytes', strings],
  ['double', numbers],
  ['float', numbers],
  ['string', strings],
  ...integerNames.map(name => [name, integers] as const),
])

/** Messages that stand for a scalar which may be left out. */
const wrapped: ReadonlyMap<string, Types> = new Map([
  ['BoolValue', booleans],
  ['BytesValue', strings],
  ['DoubleValue', numbers],
  ['FloatValue', numbers],
  ['Int32Value', integers],
  ['Int64Value', integers],
  ['StringValue', strings],
  ['UInt32Value', integers],
  ['UInt64Value', integers],
])

/** `// pii` on a line of its own, or before other words. */
const mark = /^[ \t/*]*(pii)\b/im

/** The fields of all messages; those of extensions belong to messages of others. */
export function fieldsOf(file: ProtobufFile): ApiField[] {
  const outputs = file.set.once(outputsOf)
  const fields: ApiField[] = []
  for (const field of file.fields) {
    const {owner} = field
    if (owner.kind === 'message') fields.push(new FieldView(file, field, outputs.get(owner)))
  }
  return fields
}

/** A field as rules for all kinds see it: most of them look at the names of all fields, and at more of few. */
class FieldView implements ApiField {
  readonly name: string
  readonly what = 'field'
  readonly inError = false
  readonly inEnvelope = false

  constructor(
    private readonly file: ProtobufFile,
    readonly at: Field,
    private readonly rpc: Rpc | undefined,
  ) {
    this.name = at.name
  }

  get types(): Types {
    return typesOf(this.at, this.file.set)
  }

  get written(): string {
    return writtenOf(this.at)
  }

  get nullable(): boolean {
    const {label, parent} = this.at
    return label === 'optional' || parent.kind === 'oneof' || this.#type?.kind === 'message'
  }

  get values(): readonly string[] | undefined {
    const type = this.#type
    return type?.kind === 'enum' ? type.values.map(({name}) => name) : undefined
  }

  get output(): ApiField['output'] {
    const {rpc} = this
    return rpc && {at: rpc.response, message: `Sent by rpc "${rpc.name}".`}
  }

  get personal(): boolean {
    return isPersonal(this.file, this.at)
  }

  get #type(): TypeDeclaration | undefined {
    return this.file.set.typeOf(this.at)
  }
}

function typesOf(field: Field, set: FileSet): ReadonlySet<ApiType> {
  if (field.isMap) return objects
  if (field.isRepeated) return arrays
  const scalar = scalars.get(field.type)
  if (scalar !== undefined) return scalar
  const type = set.typeOf(field)
  const name = type === undefined ? field.type.replace(/^\./, '') : fullNameOf(type)
  if (name === 'google.protobuf.Timestamp') return timestamps
  const [, wrapper = ''] = /^google\.protobuf\.(\w+)$/.exec(name) ?? []
  const inner = wrapped.get(wrapper)
  if (inner !== undefined) return inner
  if (type === undefined) return unknown
  return type.kind === 'enum' ? strings : objects
}

function writtenOf({isMap, keyType, type, label}: Field): string {
  if (isMap) return `map<${keyType}, ${type}>`
  return label === 'repeated' ? `repeated ${type}` : type
}

/** Marked itself, or by its type or by the message that it is in. */
function isPersonal(file: ProtobufFile, field: Field): boolean {
  const type = file.set.typeOf(field)
  const marked = [field, field.parent, field.owner, ...(type?.kind === 'message' ? [type] : [])]
  return marked.some(node => node.kind !== 'extend' && noteIn(fileOf(node), node, mark) !== undefined)
}

/** What signs somebody in gives secrets away by its nature. */
const signIn = /^Auth/

/** The first rpc that sends each message, directly or in another one. Those of services for signing in are left out. */
function outputsOf(set: FileSet): ReadonlyMap<Message, Rpc> {
  const found = new Map<Message, Rpc>()
  for (const file of set.files)
    for (const rpc of file.rpcs) {
      if (signIn.test(rpc.parent.name)) continue
      const waiting = [set.typeOf(rpc.response)]
      for (let message = waiting.pop(); waiting.length > 0 || message !== undefined; message = waiting.pop()) {
        if (message?.kind !== 'message' || found.has(message)) continue
        found.set(message, rpc)
        for (const field of message.fields) waiting.push(set.typeOf(field))
      }
    }
  return found
}
