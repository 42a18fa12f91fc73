/** Kinds of values, whatever a language calls them. `unknown` agrees with all, `string` with all that is text. */
export type ShapeKind =
  | 'unknown'
  | 'string'
  | 'identifier'
  | 'timestamp'
  | 'date'
  | 'time'
  | 'duration'
  | 'bytes'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'object'
  | 'map'
  | 'list'

/** What a value is, whatever the language calls it. */
export interface Shape {
  readonly kind: ShapeKind
  /** Of an integer, when the contract says how large it can be. */
  readonly bits?: 32 | 64
  /** Of a string, when its values are those of an enum. */
  readonly isEnum?: true
  /** What a list or a map has in it. */
  readonly items?: Shape
}

/**
 * Whether there is a value: `required` is always there, `nullable` may be null, `optional` may be left out (or null,
 * where a language makes no difference), `default` is never null because it has a default, as in proto3. `unknown` when
 * the contract, or its language, does not say.
 */
export type Presence = 'required' | 'nullable' | 'optional' | 'default' | 'unknown'

/** The values that a field is confined to. */
export interface ApiChoices {
  /** `Enum "OrderStatus"`, or undefined when the values are listed at the field itself. */
  readonly title: string | undefined
  readonly at: unknown
  readonly values: readonly ApiChoice[]
}

/** A value of an enum. */
export interface ApiChoice {
  /** As written. */
  readonly name: string
  /** Without what the language makes enums begin their values with: `ORDER_STATUS_OPEN` is `OPEN`. */
  readonly value: string
  /** Stands for no value, as `ORDER_STATUS_UNSPECIFIED` does, or is about to go: others need not have it. */
  readonly isSpare: boolean
}

/** A field of an entity. What is not asked for is not worked out. */
export interface ApiEntityField {
  /** As written. */
  readonly name: string
  /** Its name in JSON. */
  readonly jsonName: string
  readonly at: unknown
  readonly shape: Shape
  /** Its type as the contract has it, for messages. */
  readonly written: string
  readonly presence: Presence
  readonly choices: ApiChoices | undefined
}

/** Something that a contract describes by its fields: a schema, a message, an object type, the data of an event. */
export interface ApiEntity {
  /** As written: `User`, `UserDto`, `UserCreatedEvent`. */
  readonly name: string
  /** As messages begin: `Schema "User"`. */
  readonly title: string
  /** Where else than in the path of the file a version may be: the package. */
  readonly scope: string
  readonly at: unknown
  readonly fields: readonly ApiEntityField[]
}
