import type {IHeaders, KafkaMessage, Message as Outgoing} from 'kafkajs'
import type {Delivery, Message} from '../platform/messaging/message.js'

/** The header that carries the id; Kafka has no place of its own for one. */
const idHeader = 'x-message-id'

export function outgoing({id, key, headers, body}: Message): Outgoing {
  const value = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return {key, value, headers: {...headers, [idHeader]: id}}
}

/** A message as it is handed out. What others have published without a key is a key of its own. */
export function deliveryOf(topic: string, partition: number, incoming: KafkaMessage): Delivery {
  const {key, value, offset} = incoming
  const {[idHeader]: id = `${topic}/${partition}/${offset}`, ...headers} = textsOf(incoming.headers)
  return {
    topic,
    id,
    key: key?.toString() ?? id,
    headers,
    body: value ?? Buffer.alloc(0),
    deliveries: 1,
    place: {partition: String(partition), offset},
    // The whole partition is kept by heartbeats.
    extend: async () => {},
  }
}

/** A header may be missing, a buffer, a text, or several of them: the first one counts. */
function textsOf(headers: IHeaders = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const [first] = Array.isArray(value) ? value : [value]
      return first === undefined || first === null ? [] : [[name, first.toString()]]
    }),
  )
}
