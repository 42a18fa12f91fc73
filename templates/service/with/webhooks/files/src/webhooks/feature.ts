import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {createAddressGuard} from './address-guard.js'
import {createDispatcher} from './dispatcher.js'
import {eventOperations} from './event-operations.js'
import {createMemoryWebhookStore} from './memory-webhook-store.js'
import {webhookRules, webhookSettings} from './settings.js'
import {createWebhookMetrics} from './webhook-metrics.js'
import {webhookOperations} from './webhook-operations.js'
import {createWebhookSender} from './webhook-sender.js'
import {createWebhooks} from './webhooks.js'
import {workItemWebhookEvent} from './work-item-webhook-event.js'

/** Tells subscribers what has happened: by webhooks, and to those who fetch it. */
export const webhooks = defineFeature({
  settings: webhookSettings,
  rules: webhookRules,
  async install({settings, idempotencyKeys, logger, metrics, webhookStore, workItems}) {
    const {WEBHOOK_TIMEOUT: timeout, WEBHOOK_RETRIES: retries, WEBHOOK_FIRST_RETRY: first} = settings
    const store = webhookStore ?? createMemoryWebhookStore()
    const guard = createAddressGuard({open: settings.WEBHOOK_OPEN_ADDRESSES})
    const sender = createWebhookSender({guard, service, timeout})
    const dispatcher = createDispatcher({
      store,
      sender,
      policy: {retries, first},
      metrics: createWebhookMetrics(metrics.registry),
      logger,
      timeout,
    })
    // As a part of the change: what is done is told, and what is told is done.
    const stopRecording = workItems.recordBy(event => store.record(workItemWebhookEvent(event)))
    const stopListening = workItems.listen(() => dispatcher.wake())
    const manage = createWebhooks({store, guard, rotation: settings.WEBHOOK_ROTATION, wake: dispatcher.wake})
    return {
      operations: {...webhookOperations(manage, idempotencyKeys), ...eventOperations(store)},
      async start() {
        dispatcher.start()
        return undefined
      },
      async finish() {
        stopRecording()
        stopListening()
        await dispatcher.finish()
        const pending = webhookStore ? 0 : await store.countPending()
        if (pending > 0) logger.warn({pending}, 'Deliveries that were to be tried again are lost with this process.')
        await sender.close()
      },
    }
  },
})
