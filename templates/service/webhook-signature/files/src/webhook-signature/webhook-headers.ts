/** The headers of a webhook, in lower case as Node gives them. */
export const webhookHeaders = {
  /** The id of the event; the same for every receiver and every try. */
  id: 'x-webhook-id',
  /** Seconds since 1970 at which this try was signed. */
  timestamp: 'x-webhook-timestamp',
  signature: 'x-webhook-signature',
  /** Repeats `eventType` of the body, which is what counts: the body is signed. */
  eventType: 'x-event-type',
} as const
