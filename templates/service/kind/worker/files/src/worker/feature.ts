import {z} from 'zod'
import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {eventContract as contract} from '../messaging/contract.js'
import {createEventConsumer} from '../messaging/event-consumer.js'
import {createMemorySeenEvents} from '../messaging/memory-seen-events.js'
import {createMessagingMetrics} from '../messaging/messaging-metrics.js'
import {onWorkItemRequested} from './on-work-item-requested.js'

/** The receive operations of contracts/asyncapi.yaml. */
export const worker = defineFeature({
  settings: {
    EVENTS_AT_ONCE: z.coerce
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Events that are handled at the same time; those of one aggregate never are.'),
  },
  async install({settings, messageBroker: broker, seenEvents, metrics: {registry}, workItems, logger}) {
    if (broker === undefined) throw new Error('No feature provides "messageBroker".')
    const consumer = createEventConsumer({
      broker,
      contract,
      seen: seenEvents ?? createMemorySeenEvents(),
      metrics: createMessagingMetrics(registry),
      logger,
      service,
      atOnce: settings.EVENTS_AT_ONCE,
    })
    consumer.handle('onWorkItemRequested', {WorkItemRequested: onWorkItemRequested(workItems)})
    return {
      checks: {events: () => consumer.check()},
      async start() {
        await consumer.start()
        return undefined
      },
      close: () => consumer.close(),
    }
  },
})
