import type {ProtobufFile} from './file.js'
import type {Declaration, Enum, EnumValue, Field, Message, Oneof, Rpc, Service} from './nodes.js'

/** What has a full name. */
export type NamedDeclaration = Message | Field | Oneof | Enum | EnumValue | Service | Rpc

/** The name from the package on: `example.orders.v1.Order.id`. Values of an enum stand beside it, as in C++. */
export function fullNameOf(node: NamedDeclaration): string {
  const scope = scopeOf(node)
  const outer = scope.kind === 'file' ? scope.packageName : fullNameOf(scope)
  return outer === '' ? node.name : `${outer}.${node.name}`
}

/** The declaration whose members a name must differ from. */
export function scopeOf(node: NamedDeclaration): ProtobufFile | Message | Service {
  switch (node.kind) {
    case 'field':
      return node.owner.kind === 'extend' ? node.owner.parent : node.owner
    case 'value':
      return node.parent.parent
    default:
      return node.parent
  }
}

/** The file that a declaration is in. */
export function fileOf(node: Declaration): ProtobufFile {
  let at: Declaration = node
  while (at.kind !== 'file') at = at.parent
  return at
}

/** The message around a declaration (itself, when it is one), or its file: where the search for a name begins. */
export function enclosing(node: Declaration): Message | ProtobufFile {
  let at: Declaration = node
  while (at.kind !== 'message' && at.kind !== 'file') at = at.parent
  return at
}

/** The types that are no messages and no enums. */
const scalars: ReadonlySet<string> = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(' '),
)

/** Whether the name of a type, as written, is that of a scalar. */
export function isScalar(type: string): boolean {
  return scalars.has(type)
}

/** All names of scalars. */
export const scalarNames: Iterable<string> = scalars

/** All that is declared in the scope of a message: values of its enums among them. */
export function membersOf(message: Message): readonly NamedDeclaration[] {
  return [
    ...message.fields,
    ...message.oneofs,
    ...message.messages,
    ...message.enums,
    ...message.enums.flatMap(({values}) => values),
    ...message.extends.flatMap(({fields}) => fields),
  ]
}

/** The name that a field has in JSON, as the compiler makes it. */
export function jsonNameOf(name: string): string {
  if (!name.includes('_')) return name
  return name.replaceAll(/_+([a-zA-Z0-9]?)/g, (_, letter: string) => letter.toUpperCase())
}

/** The message that a compiler makes for the entries of a map: `OrderLinesEntry` of `order_lines`. */
export function entryNameOf(map: string): string {
  return `${map.replaceAll(/(?:^|_+)([a-zA-Z0-9]?)/g, (_, letter: string) => letter.toUpperCase())}Entry`
}

/** Names that stay different in JSON when they are different: every underscore is followed by a small letter. */
export const plainName = /^[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*$/
