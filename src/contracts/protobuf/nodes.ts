import type {ProtobufFile} from './file.js'
import {Named, none, Placed} from './placed.js'
import type {Import, Option, Package, Syntax} from './statements.js'

export type {Import, Member, Option, Package, Syntax, Value} from './statements.js'

/** A stretch of a file that belongs to a declaration: its name, its number, its type. Offsets into the text. */
export interface Span {
  readonly node: Declaration
  readonly start: number
  readonly end: number
}

/** Whatever has a place in a protobuf file. */
export type Declaration =
  | ProtobufFile
  | Syntax
  | Package
  | Import
  | Option
  | Message
  | Field
  | Oneof
  | Enum
  | EnumValue
  | Extend
  | Ranges
  | Service
  | Rpc
  | RpcType

/** What a type name can mean. */
export type TypeDeclaration = Message | Enum

/** `message Order { … }`; also the message that a group declares. */
export class Message extends Named {
  readonly kind = 'message'
  /** In the order of the text, those in a `oneof` included; those that an `extend` in it declares are not its own. */
  readonly fields: readonly Field[] = none
  readonly oneofs: readonly Oneof[] = none
  readonly messages: readonly Message[] = none
  readonly enums: readonly Enum[] = none
  readonly extends: readonly Extend[] = none
  readonly ranges: readonly Ranges[] = none
  /** Declared by `group`: the field of the same name in small letters is its only use. */
  readonly isGroup: boolean = false

  constructor(
    readonly parent: ProtobufFile | Message,
    name: string,
    nameStart: number,
    start: number,
    /** Offset of its opening brace. */
    readonly open: number,
  ) {
    super(name, nameStart, start, open)
  }
}

export type Label = 'optional' | 'required' | 'repeated'

/** `repeated string tags = 4 [deprecated = true];`, a map, a group or a field of an extension. */
export class Field extends Named {
  readonly kind = 'field'
  /** Its type once it was asked for: null when it is a scalar or not at hand. */
  readonly resolved: TypeDeclaration | null | undefined = undefined

  constructor(
    readonly parent: Message | Oneof | Extend,
    readonly label: Label | undefined,
    /** As written but without spaces: `string`, `.example.Order`. Of a map it is the type of its values. */
    readonly type: string,
    readonly typeStart: number,
    readonly typeEnd: number,
    /** Type of the keys, when it is a map. */
    readonly keyType: string | undefined,
    /** The message that it declares, when it is a group. */
    readonly group: Message | undefined,
    name: string,
    nameStart: number,
    readonly number: number,
    readonly numberStart: number,
    readonly numberEnd: number,
    start: number,
    end: number,
  ) {
    super(name, nameStart, start, end)
  }

  /** Written `map<…>`. */
  get isMap(): boolean {
    return this.keyType !== undefined
  }

  /** Has many values: `repeated`, or a map. */
  get isRepeated(): boolean {
    return this.label === 'repeated' || this.isMap
  }

  /** The message that has the field; of a field of an extension, what it is declared in. */
  get owner(): Message | Extend {
    return this.parent.kind === 'oneof' ? this.parent.parent : this.parent
  }
}

/** `oneof payment { … }` */
export class Oneof extends Named {
  readonly kind = 'oneof'
  readonly fields: readonly Field[] = none

  constructor(
    readonly parent: Message,
    name: string,
    nameStart: number,
    start: number,
    readonly open: number,
  ) {
    super(name, nameStart, start, open)
  }
}

/** `enum Status { … }` */
export class Enum extends Named {
  readonly kind = 'enum'
  readonly values: readonly EnumValue[] = none
  readonly ranges: readonly Ranges[] = none

  constructor(
    readonly parent: ProtobufFile | Message,
    name: string,
    nameStart: number,
    start: number,
    readonly open: number,
  ) {
    super(name, nameStart, start, open)
  }
}

/** `STATUS_UNSPECIFIED = 0;` */
export class EnumValue extends Named {
  readonly kind = 'value'

  constructor(
    readonly parent: Enum,
    name: string,
    nameStart: number,
    readonly number: number,
    /** Offset of the number, or of its sign. */
    readonly numberStart: number,
    readonly numberEnd: number,
    start: number,
    end: number,
  ) {
    super(name, nameStart, start, end)
  }
}

/** `extend google.protobuf.FieldOptions { … }` */
export class Extend extends Placed {
  readonly kind = 'extend'
  readonly fields: readonly Field[] = none

  constructor(
    readonly parent: ProtobufFile | Message,
    readonly type: string,
    readonly typeStart: number,
    readonly typeEnd: number,
    start: number,
    readonly open: number,
  ) {
    super(start, open)
  }
}

/** Numbers from `from` to `to`, both included. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
}

/** `reserved 2, 9 to 11;`, `reserved "total";` or `extensions 100 to max;` */
export class Ranges extends Placed {
  readonly kind = 'ranges'
  readonly options: readonly Option[] = none
  readonly ranges: readonly Range[] = none
  readonly names: readonly {readonly name: string; readonly start: number; readonly end: number}[] = none

  constructor(
    readonly parent: Message | Enum,
    readonly keyword: 'reserved' | 'extensions',
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}

/** `service OrderService { … }` */
export class Service extends Named {
  readonly kind = 'service'
  readonly rpcs: readonly Rpc[] = none

  constructor(
    readonly parent: ProtobufFile,
    name: string,
    nameStart: number,
    start: number,
    readonly open: number,
  ) {
    super(name, nameStart, start, open)
  }
}

/** `rpc GetOrder(GetOrderRequest) returns (GetOrderResponse);` */
export class Rpc extends Named {
  readonly kind = 'rpc'
  // Set by the parser before anybody sees the rpc; one whose types cannot be read is not kept.
  readonly request!: RpcType
  readonly response!: RpcType
  /** Offset of the opening brace, if it has a body. */
  readonly open: number | undefined = undefined

  constructor(
    readonly parent: Service,
    name: string,
    nameStart: number,
    start: number,
    end: number,
  ) {
    super(name, nameStart, start, end)
  }
}

/** What an rpc takes or gives, between its parentheses. */
export class RpcType extends Placed {
  readonly kind = 'rpc type'
  /** The message once it was asked for: null when it is not at hand. */
  readonly resolved: TypeDeclaration | null | undefined = undefined

  constructor(
    readonly parent: Rpc,
    readonly type: string,
    /** Offsets of the name of the type, without `stream`. */
    readonly typeStart: number,
    readonly typeEnd: number,
    readonly stream: boolean,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}
