import {beforeEach, describe} from 'vitest'
import {createMemoryWebhookStore} from '../../src/webhooks/memory-webhook-store.js'
import type {WebhookStore} from '../../src/webhooks/webhook-store.js'
import {webhookStoreConformance} from './store-conformance.js'

describe('webhooks in the process', () => {
  let store: WebhookStore
  beforeEach(() => {
    store = createMemoryWebhookStore()
  })
  webhookStoreConformance(() => store)
})
