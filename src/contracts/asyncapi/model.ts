import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {JsonNode, Place} from '../json/node.js'
import type {Validated} from '../json/validation/validator.js'
import type {ApiModel} from '../shared/model.js'

export type {JsonNode, Place} from '../json/node.js'

/**
 * An AsyncAPI document, or a manifest of Kafka topics, with the lists that rules need. References are already followed
 * in these lists: `node` is where a thing is defined, `use` where it is listed or referred to.
 */
export interface AsyncApi extends Validated {
  /** `2` and `3` are AsyncAPI, `topics` is a manifest. */
  readonly version: '2' | '3' | 'topics' | 'unknown'
  readonly root: JsonNode
  readonly servers: readonly Server[]
  readonly channels: readonly Channel[]
  readonly operations: readonly Operation[]
  /** Every message once, where it is defined: those of channels and those of `components`. */
  readonly messages: readonly Message[]
  /** What is said about topics: in the Kafka bindings of channels, or in a manifest. */
  readonly topics: readonly Topic[]
  /** Every schema object of payloads and of `components` once; those of headers are not among them. */
  readonly schemas: readonly JsonNode[]
  /** Those of headers, parameters and keys of Kafka as well. */
  readonly everySchema: readonly JsonNode[]
  /** Topics and addresses that other contracts and manifests of the workspace have; empty when it does not matter. */
  readonly elsewhere: ReadonlySet<string>
  readonly api: ApiModel
}

/** Where channels are reached. */
export interface Server {
  /** Its key in `servers`. */
  readonly name: string
  /** For messages: `Server "production"`. */
  readonly title: string
  readonly node: JsonNode
  readonly use: JsonNode
  /** Its `url`, or its `host` and `pathname`. */
  readonly addresses: readonly JsonNode[]
  readonly protocol: JsonNode | undefined
}

/** What messages travel through. */
export interface Channel {
  /** Its key in `channels`. */
  readonly name: string
  /** Where it is reached; undefined when that is only known at run time. */
  readonly address: string | undefined
  /** Where the address stands. */
  readonly addressAt: Place
  readonly node: JsonNode
  readonly use: JsonNode
  readonly messages: readonly Message[]
  /** A topic of Kafka, as far as one can see: neither its bindings nor the servers say something else. */
  readonly isTopic: boolean
  /** It is a connection between two and no queue: there is no broker that keeps what cannot be handled. */
  readonly isDirect: boolean
  readonly kafka: JsonNode | undefined
}

/** What the application sends or receives. */
export interface Operation {
  /** For messages: `Operation "onOrderCreated"`. */
  readonly title: string
  /** What the application does itself: in 2.x, `publish` means that it receives. */
  readonly action: 'send' | 'receive'
  readonly node: JsonNode
  readonly channel: Channel | undefined
  /** What it sends or receives. */
  readonly messages: readonly Message[]
  /** A member of its own, else of its traits. */
  member(name: string): JsonNode | undefined
}

/** What travels. */
export interface Message {
  /** Its `name`, else its key in `components` or in the channel; undefined when it has neither. */
  readonly name: string | undefined
  /** For messages: `Message "OrderCreatedEvent"`. */
  readonly title: string
  readonly node: JsonNode
  readonly use: JsonNode
  /** Schemas of the payload, which hold at once; undefined when it is in another language than JSON Schema. */
  readonly payload: readonly JsonNode[] | undefined
  /** Schemas of its headers and of those of its traits, which hold at once. */
  readonly headers: readonly JsonNode[]
  readonly tags: readonly string[]
  /** A member of its own, else of its traits. */
  member(name: string): JsonNode | undefined
  /** A value of its Kafka binding or of that of its traits. */
  kafka(name: string): JsonNode | undefined
  readonly channels: readonly Channel[]
}

/** What a contract says about a topic of Kafka. */
export interface Topic {
  readonly name: string
  /** For messages: `Topic "business-events-order-service-v1"`. */
  readonly title: string
  readonly nameAt: Place
  /** Where its settings are. */
  readonly node: JsonNode
  /** `business`, `integration` or `system`, when `x-event-class` says it. */
  readonly eventClass: JsonNode | undefined
  readonly partitions: JsonNode | undefined
  readonly replicas: JsonNode | undefined
  /** A setting such as `retention.ms`. */
  setting(name: string): JsonNode | undefined
  /** Whether it says how the topic is made, and not only that it is there. */
  readonly isConfigured: boolean
}

/** An AsyncAPI document or a manifest as rules see it; they point at nodes. */
export type AsyncApiContract = Contract<'asyncapi', AsyncApi, Place>

/** Gives a rule file its types. */
export function lintRule<Options = unknown>(
  rule: LintRule<AsyncApiContract, Options>,
): LintRule<AsyncApiContract, Options> {
  return rule
}
