import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {JsonNode, Place} from '../json/node.js'

export type {JsonNode, Place} from '../json/node.js'
export {type Exchange, exchangesOf} from './exchanges.js'

/** A pact as static rules see it: what one consumer counts on. */
export interface Pact {
  readonly consumer: string
  readonly provider: string
  readonly root: JsonNode
  readonly requests: readonly RequestInteraction[]
  readonly messages: readonly MessageInteraction[]
}

/** What all interactions have. */
export interface Interaction {
  /** For messages: `Interaction "an order" of "web"`. */
  readonly title: string
  readonly consumer: string
  readonly description: string
  readonly node: JsonNode
}

/** A request and the response that the consumer expects. */
export interface RequestInteraction extends Interaction {
  readonly request: Request
  readonly response: {readonly status: number; readonly at: JsonNode} & Parts
}

export interface Request extends Parts {
  /** In capitals. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly at: JsonNode
  readonly query: readonly Values[]
}

/** What requests and responses have. */
export interface Parts {
  readonly headers: readonly Values[]
  readonly body: Body | undefined
}

/** A header or a query parameter with all its values. */
export interface Values {
  readonly name: string
  readonly texts: readonly string[]
  readonly at: JsonNode
}

/** A body, or the contents of a message. */
export interface Body {
  /** What is sent; for JSON the value that it stands for. */
  readonly value: unknown
  readonly at: JsonNode
  /** As the header or version 4 of the specification says it; undefined when nothing does. */
  readonly mediaType: string | undefined
  /** Whether `value` is that of the node, so that its parts have places. */
  readonly isPlaced: boolean
}

/** Something that is sent without being asked for. */
export interface MessageInteraction extends Interaction {
  readonly contents: Body | undefined
  /** Names of topics, types and the like, as the consumer knows them. */
  readonly metadata: readonly Values[]
}

/** A pact as rules see it; they point at nodes. */
export type PactContract = Contract<'pact', Pact, Place>

/** Gives a rule file its types. A pact is judged with the contracts of its provider at hand. */
export function lintRule<Options = unknown>(
  rule: Omit<LintRule<PactContract, Options>, 'across' | 'presets'>,
): LintRule<PactContract, Options> {
  return {...rule, across: true, presets: ['standard', 'recommended', 'minimal']}
}
