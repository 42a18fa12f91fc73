import {z} from 'zod'
import {defineFeature} from '../feature.js'
import {inboundEvents} from '../inbound-events/inbound-events.js'
import {workItemEventHandlers} from '../inbound-events/work-item-event-handlers.js'
import {commaList} from '../platform/config/settings.js'
import {installReceiverRoute} from './receiver-route.js'

/** Takes events that another service sends, by contracts/webhook-receiver.yaml. */
export const webhookReceiver = defineFeature({
  settings: {
    WEBHOOK_SECRETS: commaList()
      .default([])
      .describe(
        'Secrets of the sender, separated by commas; two while they are changed. Without one nothing is believed.',
      ),
    WEBHOOK_WINDOW: z.coerce
      .number()
      .int()
      .min(1)
      .max(3600)
      .default(300)
      .describe("Seconds by which the sender's clock may be away from ours."),
  },
  rules: [
    ({NODE_ENV, WEBHOOK_SECRETS}) =>
      NODE_ENV === 'production' && !WEBHOOK_SECRETS
        ? 'WEBHOOK_SECRETS is not set. No webhook could be believed.'
        : undefined,
  ],
  async install({app, guard, settings, idempotencyKeys: keys, jobs, workItems, logger, metrics}) {
    const events = inboundEvents({keys, jobs, handlers: workItemEventHandlers(workItems), logger})
    installReceiverRoute(app, {
      guard,
      events,
      secrets: settings.WEBHOOK_SECRETS,
      window: settings.WEBHOOK_WINDOW,
      registry: metrics.registry,
      logger,
    })
    return {}
  },
})
