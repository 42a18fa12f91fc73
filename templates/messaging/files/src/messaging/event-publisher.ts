import type {MessageBroker} from '../platform/messaging/message-broker.js'
import type {DomainEvent} from './event.js'
import type {EventContract} from './event-contract.js'
import {eventMessage} from './event-message.js'
import type {MessagingMetrics} from './messaging-metrics.js'

/** Tells other services what has happened. */
export interface EventPublisher {
  /** Resolves when the broker has it. Rejects at once when the event breaks its contract: that is a bug of ours. */
  publish(event: DomainEvent<unknown>): Promise<void>
}

export interface EventPublisherOptions {
  readonly broker: Pick<MessageBroker, 'publish'>
  readonly contract: EventContract
  readonly metrics: MessagingMetrics
}

/** An event that does not match its schema in the contract. */
export class EventContractError extends Error {
  override readonly name = 'EventContractError'
}

export function createEventPublisher({broker, contract, metrics}: EventPublisherOptions): EventPublisher {
  return {
    async publish(event) {
      const {eventType} = event
      const topic = contract.topicOf(eventType)
      const wrong = contract.checkSent(eventType, event)
      if (wrong.length > 0) throw new EventContractError(`"${eventType}" breaks its contract: ${wrong.join('; ')}.`)
      await broker.publish(eventMessage(topic, event))
      metrics.events.inc({event_type: eventType, outcome: 'published'})
    },
  }
}
