import type {Member, Pattern} from './member.js'

/** The name of an event: domain and what happened, each word with a capital letter, and `Event`. */
export const eventName = /^([A-Z][a-z0-9]+){2,}Event$/

/** Past participles that do not end in `ed`. */
export const irregularPast: ReadonlySet<string> = new Set(
  'Sent Paid Built Lost Found Sold Bought Won Held Begun Withdrawn Written'.split(' '),
)

/** Words that end in `ed` and are no past participle. */
export const notPast: ReadonlySet<string> = new Set('Feed Seed Need Speed Bed Breed Deed Weed Embed'.split(' '))

/** Major and minor version of the data of an event. */
const schemaVersion: Pattern = {
  source: '^[1-9][0-9]*\\.[0-9]+$',
  accepts: Array.from({length: 100}, (_, index) => `${1 + Math.floor(index / 10)}.${index % 10}`),
  rejects: ['', '1', 'v1', '0.1', '01.0', '1.', '.1', '1.0.0', '1.0-beta', 'v1.0', '1.0 ', 'x1.0', '1x0'],
}

/** What `schemaVersion` of an event has to be. */
export const schemaVersionMember: Member = {
  name: 'schemaVersion',
  required: true,
  type: 'string',
  pattern: schemaVersion,
}

/** What every event is wrapped in. */
export const eventMembers: readonly Member[] = [
  {name: 'eventId', required: true, type: 'string', format: 'uuid'},
  {name: 'eventType', required: true, type: 'string'},
  {name: 'aggregateId', required: true, type: 'string'},
  {name: 'aggregateVersion', required: true, type: 'integer', minimum: 1},
  {name: 'schemaVersion', required: true, type: 'string'},
  {name: 'eventData', required: true, type: 'object'},
  {name: 'metadata', required: true, type: 'object'},
]

/** What `metadata` of every event says. */
export const eventMetadataMembers: readonly Member[] = [
  {name: 'correlationId', required: true, type: 'string'},
  {name: 'timestamp', required: true, type: 'string', format: 'date-time'},
  {name: 'source', required: true, type: 'string'},
  {name: 'causationId', required: false, type: 'string'},
  {name: 'userId', required: false, type: 'string'},
  {name: 'traceparent', required: false, type: 'string'},
]

/** Headers of every event, so that it can be routed and traced without reading its body. */
export const eventHeaders: readonly Member[] = [
  {name: 'eventType', required: true, type: 'string'},
  {name: 'correlationId', required: true, type: 'string'},
  {name: 'source', required: true, type: 'string'},
  {name: 'traceparent', required: false, type: 'string'},
]

/** `business-events-order-service-v1`, perhaps with `-dead-letter`: class, name and major version. */
export const topicName = /^(business|integration|system)-events-[a-z][a-z0-9-]*-v([1-9][0-9]*)(-dead-letter)?$/

/** What the topic of messages that nobody could handle is called. */
export const deadLetterSuffix = '-dead-letter'

/** Milliseconds that a topic keeps its events at least, by its class. */
export const leastRetention: Readonly<Record<string, number>> = {
  business: 604_800_000,
  integration: 86_400_000,
  system: 259_200_000,
}

/** What a topic needs to survive the loss of a broker, and to be read by several consumers. */
export const topicMinimums = {partitions: 3, replicas: 3, 'min.insync.replicas': 2} as const

/** What `x-retry` says, with the least and the most of each number. Times are in milliseconds. */
export const eventRetryBounds = {
  maxRetries: {least: 0, most: 10},
  initialDelayMs: {least: 100, most: Number.POSITIVE_INFINITY},
  multiplier: {least: 1.5, most: Number.POSITIVE_INFINITY},
  maxDelayMs: {least: 0, most: 300_000},
} as const
