import {isObject} from '../platform/contract/document.js'
import type {Delivery} from '../platform/messaging/message.js'
import type {EventFault} from './dead-letter.js'
import type {DomainEvent} from './event.js'
import type {EventContract} from './event-contract.js'

/** An event that can never be handled, however often it is tried. */
export class UnusableEvent extends Error {
  override readonly name = 'UnusableEvent'

  constructor(
    readonly code: EventFault,
    message: string,
  ) {
    super(message)
  }
}

/** The type of the event, by its header or else by its body; undefined when neither tells. */
export function eventTypeOf(delivery: Delivery): string | undefined {
  const {eventType = envelopeOf(delivery)?.['eventType']} = delivery.headers
  return typeof eventType === 'string' ? eventType : undefined
}

/** The event in a message; throws UnusableEvent when the contract does not know it so. */
export function receivedEvent(
  delivery: Delivery,
  eventType: string | undefined,
  contract: EventContract,
): DomainEvent<never> {
  const envelope = envelopeOf(delivery)
  if (!envelope) throw new UnusableEvent('EVENT_MALFORMED', 'The body is not a JSON object.')
  if (eventType === undefined) throw new UnusableEvent('EVENT_MALFORMED', 'It does not tell its type.')
  const wrong = contract.checkReceived(eventType, envelope)
  if (wrong.length > 0) throw new UnusableEvent('EVENT_INVALID', `${wrong.join('; ')}.`)
  return envelope as unknown as DomainEvent<never> // The schema has the members of the envelope.
}

function envelopeOf({body}: Delivery): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
