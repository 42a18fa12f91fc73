import type {Contract, Exemption} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {ApiEntity} from './entity.js'

export type * from './entity.js'

/** The name of a piece of data that crosses the wire as JSON. */
export interface ApiName {
  readonly name: string
  /** What the language of the contract calls it, for messages: `property`, `query parameter`, `field`. */
  readonly what: string
  /** A place of the contract's own kind, to be handed to `report`. */
  readonly at: unknown
}

/**
 * What a value can be, whatever the language calls it. A `timestamp` is a point in time as the standard writes it in
 * that language: `format: date-time`, `DateTime`, `google.protobuf.Timestamp`; every one is also a `string` or `object`.
 */
export type ApiType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'timestamp'

/** A named piece of data that crosses the wire: a property, a message field, a query or path parameter. */
export interface ApiField extends ApiName {
  /** What its value can be, null left out; empty when the contract does not say or it cannot be seen. */
  readonly types: ReadonlySet<ApiType>
  /** Its type as the contract has it, for messages: `integer`, `Int`, `int64`. */
  readonly written: string
  /** The value may be null, or left out where the language has no null. */
  readonly nullable: boolean
  /** The values it is confined to, as the contract writes them; undefined when it is not. */
  readonly values: readonly unknown[] | undefined
  /** Where it leaves the service for somebody who does not sign in just now; undefined when it does not. */
  readonly output: {readonly at: unknown; readonly message: string} | undefined
  /** It, its type or what it is in is marked as personal: `x-pii: true`, `@pii`, `// pii`. */
  readonly personal: boolean
  /** It is part of an error. */
  readonly inError: boolean
  /** It is part of an envelope, whose members have rules of their own. */
  readonly inEnvelope: boolean
}

/** Something that readers of the contract look up: an operation, a type, an rpc, a message of an event. */
export interface ApiElement {
  /** As messages begin: `"GET /api/v1/orders"`, `Message "Order"`. */
  readonly title: string
  /** What has to be said about it, with the article, and is not: `no summary`, `no tag`. */
  readonly lacks: readonly string[]
  readonly at: unknown
}

/** Something that is marked as deprecated. */
export interface ApiDeprecation {
  readonly title: string
  /** When it was deprecated, as written; undefined when the contract does not say. */
  readonly since: string | undefined
  /** When it goes, as written; undefined when the contract does not say. */
  readonly sunset: string | undefined
  /** Where the sunset stands, otherwise what is deprecated. */
  readonly at: unknown
}

/** A literal code of an error. */
export interface ApiErrorCode {
  readonly code: string
  readonly at: unknown
}

/** The `version` of an object, as optimistic locking needs it. */
export interface ApiVersion {
  readonly required: boolean
  /** Undefined types are given the benefit of the doubt. */
  readonly isInteger: boolean
  readonly at: unknown
}

/** An object that travels in one direction, seen for its `version`. */
export interface ApiVersioned {
  readonly title: string
  readonly version: ApiVersion | undefined
  readonly at: unknown
}

/** An operation that changes what is there: PUT, PATCH, an `Update…` mutation or rpc. */
export interface ApiUpdate {
  readonly title: string
  readonly at: unknown
  /** What it takes, in each of its forms; empty when that cannot be seen. */
  readonly inputs: readonly ApiVersioned[]
  /** What it gives back, in each of its forms; empty when that cannot be seen. */
  readonly resources: readonly ApiVersioned[]
  /** It takes the version in a header of its own, such as `If-Match`. */
  readonly hasPrecondition: boolean
  /** It declares what happens when versions differ; undefined when the language has no place for it. */
  readonly declaresConflict: boolean | undefined
}

/** The languages that write the same thing differently. */
export type ApiLanguage = 'json' | 'graphql' | 'protobuf'

/**
 * What contracts of all kinds have in common; every reader gives it, so that a rule of the standard is written once.
 * Each list is made when it is asked for, and once; one that the language has nothing for is empty.
 */
export interface ApiModel {
  readonly language: ApiLanguage
  /** Names that have to be in camelCase. Languages with a style of their own have rules of their own. */
  readonly names: readonly ApiName[]
  readonly fields: readonly ApiField[]
  readonly elements: readonly ApiElement[]
  readonly deprecations: readonly ApiDeprecation[]
  readonly errorCodes: readonly ApiErrorCode[]
  readonly updates: readonly ApiUpdate[]
  readonly exemptions: readonly Exemption[]
  /** What other contracts may describe, too. */
  readonly entities: readonly ApiEntity[]
}

/** Any contract, as the rules of `contracts/shared/lint` see it. */
export type ApiContract = Contract<string, {readonly api: ApiModel}, unknown>

/** Gives the file of a shared rule its types. */
export function lintRule<Options = unknown>(rule: LintRule<ApiContract, Options>): LintRule<ApiContract, Options> {
  return rule
}

/** Readers of the lists; those that are left out give nothing. */
type ApiReaders = {readonly [List in keyof Omit<ApiModel, 'language'>]?: () => ApiModel[List]}

/** Makes the lists of a contract when a rule asks for them, and each once. */
export function lazyApi(language: ApiLanguage, readers: ApiReaders): ApiModel {
  const known = new Map<keyof ApiReaders, ApiModel[keyof ApiReaders]>()
  function list<List extends keyof ApiReaders>(name: List): ApiModel[List] {
    if (!known.has(name)) known.set(name, readers[name]?.() ?? [])
    // Sound: under a name is what the reader of that name gave.
    return known.get(name) as ApiModel[List]
  }
  return {
    language,
    get names() {
      return list('names')
    },
    get fields() {
      return list('fields')
    },
    get elements() {
      return list('elements')
    },
    get deprecations() {
      return list('deprecations')
    },
    get errorCodes() {
      return list('errorCodes')
    },
    get updates() {
      return list('updates')
    },
    get exemptions() {
      return list('exemptions')
    },
    get entities() {
      return list('entities')
    },
  }
}
