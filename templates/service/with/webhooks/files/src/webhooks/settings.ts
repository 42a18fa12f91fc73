import {z} from 'zod'
import type {EnvironmentRule} from '../platform/config/environment.js'

const milliseconds = () => z.coerce.number().int().min(1)

/** What can be set about webhooks. */
export const webhookSettings = {
  WEBHOOK_OPEN_ADDRESSES: z
    .stringbool()
    .default(false)
    .describe('Let webhooks go to private addresses and over http, for development; never in production.'),
  WEBHOOK_TIMEOUT: milliseconds().default(10_000).describe('Longest time for one try in milliseconds.'),
  WEBHOOK_RETRIES: z.coerce.number().int().min(0).max(10).default(3).describe('Tries after the first one.'),
  WEBHOOK_FIRST_RETRY: milliseconds()
    .default(1000)
    .describe('Time before the first of them in milliseconds; each further one waits twice as long.'),
  WEBHOOK_ROTATION: milliseconds()
    .default(86_400_000)
    .describe('Time in milliseconds until a new secret signs: its receiver learns it until then.'),
} as const

/** Whoever may make a webhook must not reach into the network by it. */
export const webhookRules: readonly EnvironmentRule[] = [
  ({NODE_ENV, WEBHOOK_OPEN_ADDRESSES}) =>
    NODE_ENV === 'production' && z.stringbool().safeParse(WEBHOOK_OPEN_ADDRESSES).data
      ? 'WEBHOOK_OPEN_ADDRESSES is true. In production webhooks go to the public Internet only.'
      : undefined,
]
