import type {Member, Pattern} from './member.js'

const hex = '0123456789abcdef'.repeat(4)

const signature: Pattern = {
  source: '^sha256=[0-9a-f]{64}$',
  accepts: [`sha256=${hex}`],
  rejects: ['', 'sha256=', hex, `sha1=${hex}`, `sha256=${hex}0`, `sha256=${hex.slice(1)}`, `sha256=${'g'.repeat(64)}`],
}

/** Headers by which a receiver knows that a webhook is genuine, fresh and new. */
export const webhookHeaders: readonly Member[] = [
  {name: 'X-Webhook-Signature', required: true, type: 'string', pattern: signature},
  {name: 'X-Webhook-Timestamp', required: true, type: 'integer'},
  {name: 'X-Webhook-ID', required: true, type: 'string'},
]

/** The header that repeats the `eventType` of the body. */
export const eventTypeHeader = 'X-Event-Type'

/** The body of a webhook. */
export const webhookMembers: readonly Member[] = [
  {name: 'id', required: true},
  {name: 'eventType', required: true, type: 'string'},
  {name: 'schemaVersion', required: true, type: 'string'},
  {name: 'data', required: true, type: 'object'},
  {name: 'timestamp', required: true},
]

/** What `x-webhook-retry` says, with the least and the most of each number. Times are in milliseconds. */
export const retryBounds = {
  maxRetries: {least: 3, most: 10},
  initialDelayMs: {least: 1000, most: Number.POSITIVE_INFINITY},
  multiplier: {least: 2, most: Number.POSITIVE_INFINITY},
  timeoutMs: {least: 1, most: 10_000},
} as const

/** Answers of a receiver that its sender has to know, each with what it means. */
export const webhookAnswers: readonly {readonly statuses: RegExp; readonly name: string; readonly meaning: string}[] = [
  {statuses: /^20[24]$/, name: '202 or 204', meaning: 'taken'},
  {statuses: /^401$/, name: '401', meaning: 'the signature is wrong'},
  {statuses: /^410$/, name: '410', meaning: 'unsubscribe'},
  {statuses: /^5(?:\d\d|XX)$/i, name: '5xx', meaning: 'try again'},
]
