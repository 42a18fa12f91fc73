import type {AsyncMessage, Envelope} from 'rabbitmq-client'
import type {Delivery, Message} from '../platform/messaging/message.js'

/** The header that carries the key; AMQP has no place of its own for one. */
const keyHeader = 'x-message-key'

/** Counts how often a quorum queue has taken a message back. */
const countHeader = 'x-delivery-count'

/** A message as AMQP sends it, so that it outlives a restart of the broker. */
export function envelopeOf({id, key, headers}: Message, exchange: string): Envelope {
  const {eventType, correlationId, 'content-type': contentType} = headers
  return {
    exchange,
    routingKey: routingKeyOf(eventType),
    durable: true,
    messageId: id,
    ...(contentType !== undefined && {contentType}),
    // Without it the client of the other side parses the body, and the bytes are lost.
    contentEncoding: 'identity',
    ...(correlationId !== undefined && {correlationId}),
    // AMQP counts seconds.
    timestamp: Math.floor(Date.now() / 1000),
    headers: {...headers, [keyHeader]: key},
  }
}

/** A message as it is handed out. What others have published without a key is a key of its own. */
export function deliveryOf(topic: string, incoming: AsyncMessage): Delivery {
  const {[keyHeader]: key, [countHeader]: returned, ...headers} = incoming.headers ?? {}
  const {exchange, body, deliveryTag, contentType} = incoming
  const {messageId = `${exchange}/${deliveryTag}`} = incoming
  return {
    topic,
    id: messageId,
    key: typeof key === 'string' ? key : messageId,
    headers: {
      ...(contentType !== undefined && {'content-type': contentType}),
      ...Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => textOf(name, value))),
    },
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    deliveries: Number(returned ?? 0) + 1,
    // A queue has no offsets: the tag counts what its channel has handed out.
    place: {partition: exchange, offset: String(deliveryTag)},
    // The broker waits for as long as the connection lives.
    extend: async () => {},
  }
}

/** A header as a text; AMQP knows numbers, lists and nothing, too. */
function textOf(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return []
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]]
}

/** `OrderLineShipped` goes by `order-line.shipped`: the domain, and what happened to it. */
function routingKeyOf(eventType: string | undefined): string {
  const words = (eventType ?? 'unknown').match(/[A-Z]?[a-z0-9]+/g) ?? ['unknown']
  const lower = words.map(word => word.toLowerCase())
  const action = lower.at(-1) ?? ''
  return lower.length > 1 ? `${lower.slice(0, -1).join('-')}.${action}` : action
}
