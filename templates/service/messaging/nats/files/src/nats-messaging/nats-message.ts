import type {JsMsg} from '@nats-io/jetstream'
import {headers as createHeaders, type MsgHdrs} from '@nats-io/transport-node'
import type {Delivery, Message} from '../platform/messaging/message.js'

/** The header that carries the key, encoded: headers of NATS are plain text. */
const keyHeader = 'x-message-key'

export function headersOf({key, headers}: Message): MsgHdrs {
  const made = createHeaders()
  for (const [name, value] of Object.entries(headers)) made.set(name, value)
  made.set(keyHeader, encodeURIComponent(key))
  return made
}

/** A message as it is handed out. What others have published without a key is a key of its own. */
export function deliveryOf(topic: string, incoming: JsMsg): Delivery {
  const {headers: given, info, seq, data} = incoming
  const own = (given?.keys() ?? []).filter(name => name !== keyHeader && !name.startsWith('Nats-'))
  const id = given?.get('Nats-Msg-Id') || `${info.stream}/${seq}`
  return {
    topic,
    id,
    key: decodedKey(given?.get(keyHeader) ?? '') || id,
    headers: Object.fromEntries(own.map(name => [name, given?.get(name) ?? ''])),
    body: data,
    deliveries: info.deliveryCount,
    place: {partition: info.stream, offset: String(seq)},
    extend: async () => incoming.working(),
  }
}

/** Somebody may have written the header by hand. */
function decodedKey(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
