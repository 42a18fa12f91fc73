import {randomUUID} from 'node:crypto'
import type {Delivery, Message} from '../platform/messaging/message.js'
import {deadLetterTopic} from './topics.js'

/** Why an event could not be handled. */
export interface Failure {
  /** A code of the registry, or one of those below. */
  readonly code: string
  readonly message: string
  /** How often it was tried. */
  readonly attempts: number
}

/** Codes of what is wrong with the event itself; no later try can help. */
export type EventFault =
  /** It is no JSON, or not in the envelope of an event. */
  | 'EVENT_MALFORMED'
  /** It does not match its schema in the contract. */
  | 'EVENT_INVALID'
  /** It was handed out again and again and never settled: those who worked on it have died. */
  | 'EVENT_ABANDONED'

/** The message as it came, byte for byte, with the reason in its headers. */
export function deadLetter(delivery: Delivery, group: string, failure: Failure, now = new Date()): Message {
  const {topic, id, key, headers, body, place} = delivery
  return {
    topic: deadLetterTopic(topic),
    id,
    key,
    headers: {
      ...headers,
      'x-original-topic': topic,
      'x-original-partition': place.partition,
      'x-original-offset': place.offset,
      'x-original-id': id,
      'x-consumer-group': group,
      'x-error-code': failure.code,
      'x-error-message': printable(failure.message),
      'x-attempts': String(failure.attempts),
      'x-failed-at': now.toISOString(),
    },
    body,
  }
}

/** The message as it was before it became a dead letter; undefined if it never was one. */
export function revived({headers, key, body}: Delivery): Message | undefined {
  const {'x-original-topic': topic, 'x-redrives': redrives = '0', ...rest} = headers
  if (topic === undefined) return undefined
  const original = Object.entries(rest).filter(([name]) => !ours.test(name))
  return {
    topic,
    // A new one: a broker that knows the old one would drop it. Consumers go by the id in the envelope.
    id: randomUUID(),
    key,
    headers: {...Object.fromEntries(original), 'x-redrives': String(Number(redrives) + 1)},
    body,
  }
}

const ours = /^x-(?:original-|consumer-group$|error-|attempts$|failed-at$)/

/** Headers are short, and of one line. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7E]+/g, ' ').slice(0, 500)
}
