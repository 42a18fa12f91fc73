import type {ProtobufFile} from './file.js'
import type {Enum, EnumValue, Field, Message, Oneof, Ranges, Rpc, Service} from './nodes.js'
import {none, Placed} from './placed.js'

/** `syntax = "proto3";` or `edition = "2023";` */
export class Syntax extends Placed {
  readonly kind = 'syntax'

  constructor(
    readonly parent: ProtobufFile,
    readonly keyword: 'syntax' | 'edition',
    readonly value: string,
    /** The string between the quotes and with them. */
    readonly valueStart: number,
    readonly valueEnd: number,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}

/** `package example.orders.v1;` */
export class Package extends Placed {
  readonly kind = 'package'

  constructor(
    readonly parent: ProtobufFile,
    readonly name: string,
    readonly nameStart: number,
    readonly nameEnd: number,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}

/** `import public "google/protobuf/timestamp.proto";` */
export class Import extends Placed {
  readonly kind = 'import'

  constructor(
    readonly parent: ProtobufFile,
    readonly path: string,
    readonly modifier: 'public' | 'weak' | 'option' | undefined,
    readonly pathStart: number,
    readonly pathEnd: number,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}

/** A literal of an option. A list holds values, a message holds members. */
export class Value {
  constructor(
    readonly kind: 'identifier' | 'number' | 'string' | 'list' | 'message',
    /** The word, the number with its sign, or the text of the string with escapes undone; empty for the other two. */
    readonly text: string,
    readonly start: number,
    readonly end: number,
    readonly items: readonly Value[] = none,
    readonly members: readonly Member[] = none,
  ) {}

  /** The value of a member of a message literal: of the first, when there are several. */
  get(name: string): Value | undefined {
    return this.members.find(member => member.name === name)?.value
  }
}

/** `get: "/v1/orders"` in a message literal. Names of extensions keep their brackets: `[example.rule]`. */
export class Member {
  constructor(
    readonly name: string,
    readonly start: number,
    readonly value: Value,
  ) {}
}

/** `option java_package = "com.example";`, or one between brackets behind a field. */
export class Option extends Placed {
  readonly kind = 'option'

  constructor(
    readonly parent: ProtobufFile | Message | Field | Oneof | Enum | EnumValue | Ranges | Service | Rpc,
    /** As written but without spaces and comments: `deprecated`, `(google.api.http).get`. */
    readonly name: string,
    readonly nameStart: number,
    readonly nameEnd: number,
    readonly value: Value,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}
