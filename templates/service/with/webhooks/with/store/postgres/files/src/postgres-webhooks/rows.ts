import type {Delivery, Webhook, WebhookEvent} from '../webhooks/webhook.js'

export interface WebhookRow {
  readonly id: string
  readonly owner: string
  readonly url: string
  readonly event_types: readonly string[]
  readonly status: Webhook['status']
  readonly secrets: Webhook['secrets']
  readonly created_at: Date
}

export interface EventRow {
  readonly event_id: string
  readonly event_type: string
  readonly schema_version: string
  readonly timestamp: Date
  readonly data: WebhookEvent['data']
}

export interface DeliveryRow extends EventRow {
  readonly delivery_id: string
  readonly webhook_id: string
  readonly delivery_status: Delivery['status']
  readonly tries: number
  readonly next_try_at: Date
  readonly response_status: number | null
  readonly error: string | null
  readonly delivery_created_at: Date
}

export function webhookOf(row: WebhookRow): Webhook {
  const {id, owner, url, event_types: eventTypes, status, secrets, created_at: createdAt} = row
  return {id, owner, url, eventTypes, status, secrets, createdAt: createdAt.toISOString()}
}

export function eventOf(row: EventRow): WebhookEvent {
  const {event_id: id, event_type: eventType, schema_version: schemaVersion, timestamp, data} = row
  return {id, eventType, schemaVersion, timestamp: timestamp.toISOString(), data}
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.delivery_id,
    webhookId: row.webhook_id,
    event: eventOf(row),
    status: row.delivery_status,
    tries: row.tries,
    nextTryAt: row.next_try_at.getTime(),
    ...(row.response_status !== null && {responseStatus: row.response_status}),
    ...(row.error !== null && {error: row.error}),
    createdAt: row.delivery_created_at.toISOString(),
  }
}
