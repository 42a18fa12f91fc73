/** A secret that deliveries are signed with. */
export interface WebhookSecret {
  /** 32 random bytes as hexadecimal digits; told once, when it is made. */
  readonly value: string
  /** Milliseconds since 1970 from which on it signs. */
  readonly activeFrom: number
}

/** Where somebody wants to be told of events. */
export interface Webhook {
  readonly id: string
  /** The subject of the caller who made it; nobody else sees it. */
  readonly owner: string
  /** An address with https, see `address-guard.ts`. */
  readonly url: string
  readonly eventTypes: readonly string[]
  /** `disabled` when the receiver has said that it is gone (410). */
  readonly status: 'active' | 'disabled'
  /** At least one; the last one that is active signs. */
  readonly secrets: readonly WebhookSecret[]
  /** RFC 3339 in UTC. */
  readonly createdAt: string
}

/** Something that has happened, as all receivers are told it. */
export interface WebhookEvent {
  /** The same for all receivers: they drop what they have seen. */
  readonly id: string
  readonly eventType: string
  readonly schemaVersion: string
  /** RFC 3339 in UTC. */
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string
  readonly webhookId: string
  readonly event: WebhookEvent
  /** `dead` when nobody tries any more; it can be sent again on request. */
  readonly status: 'pending' | 'delivered' | 'dead'
  readonly tries: number
  /** Milliseconds since 1970 before which it is not tried; it means nothing when the delivery is not pending. */
  readonly nextTryAt: number
  /** Of the last try; undefined when there was no answer. */
  readonly responseStatus?: number | undefined
  /** A code for why the last try failed. */
  readonly error?: string | undefined
  readonly createdAt: string
}

/** The secret that signs now. */
export function signingSecret({secrets}: Webhook, now: number): string {
  const active = secrets.filter(({activeFrom}) => activeFrom <= now)
  // The first one is active from the beginning.
  return (active.at(-1) ?? secrets[0])?.value ?? ''
}
