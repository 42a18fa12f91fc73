import type {Delivery, Webhook, WebhookEvent} from './webhook.js'

declare module '../feature.js' {
  interface Resources {
    /** Where webhooks are kept; in the process unless it is given. */
    readonly webhookStore?: WebhookStore | undefined
  }
}

/** Some events, oldest first. */
export interface EventPage {
  readonly events: readonly WebhookEvent[]
  /** Whether there are more behind them. */
  readonly hasMore: boolean
}

export interface Claim {
  readonly limit: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** Milliseconds for which nobody else gets what is claimed: who dies with it has it tried again then. */
  readonly lease: number
  /** Of one webhook at a time: a receiver that is slow has no more than this. */
  readonly perWebhook: number
}

export interface ClaimedDelivery {
  readonly delivery: Delivery
  readonly webhook: Webhook
}

/** Where webhooks, events and deliveries are kept. Several instances may share one. */
export interface WebhookStore {
  /** Refuses with false when the owner has as many as one may have. */
  insert(webhook: Webhook, most: number): Promise<boolean>
  replace(webhook: Webhook): Promise<void>
  find(id: string): Promise<Webhook | undefined>
  /** Oldest first. */
  listOf(owner: string): Promise<readonly Webhook[]>
  /** With its deliveries. */
  remove(id: string): Promise<void>
  /** Keeps an event, and a delivery to each active webhook that wants it; as a part of the change that it tells of. */
  record(event: WebhookEvent): Promise<void>
  /** Deliveries that are due, oldest first. */
  claim(claim: Claim): Promise<readonly ClaimedDelivery[]>
  settle(delivery: Delivery): Promise<void>
  /** The newest first. */
  deliveriesOf(webhookId: string, status: Delivery['status'] | undefined, limit: number): Promise<readonly Delivery[]>
  /** Makes dead ones pending again: those with these ids, or all. Gives how many. */
  revive(webhookId: string, ids: readonly string[] | undefined, now: number): Promise<number>
  /** What came after an event, or all that is kept; undefined when the event is not known any more. */
  eventsAfter(id: string | undefined, limit: number): Promise<EventPage | undefined>
  /** Deliveries that are not settled. */
  countPending(): Promise<number>
}
