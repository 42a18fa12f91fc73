import {currentContext} from '../platform/context/request-context.js'
import {nextTraceParent, readTraceParent} from '../platform/context/trace-parent.js'
import type {Message} from '../platform/messaging/message.js'
import type {DomainEvent} from './event.js'

/** An event as brokers carry it. Made while the request is served that brings it about: its trace goes along. */
export function eventMessage(topic: string, event: DomainEvent<unknown>): Message {
  const context = currentContext()
  return {
    topic,
    id: event.eventId,
    key: event.aggregateId,
    headers: {
      'content-type': 'application/json',
      eventType: event.eventType,
      correlationId: event.metadata.correlationId,
      source: event.metadata.source,
      traceparent: nextTraceParent(context?.traceParent ?? readTraceParent(undefined)),
      ...(context?.traceState !== undefined && {tracestate: context.traceState}),
    },
    body: Buffer.from(JSON.stringify(event)),
  }
}
