import {Agent, request} from 'undici'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import {sign} from '../webhook-signature/sign.js'
import {webhookHeaders} from '../webhook-signature/webhook-headers.js'
import {type AddressGuard, AddressRefused} from './address-guard.js'
import {signingSecret} from './webhook.js'
import type {ClaimedDelivery} from './webhook-store.js'

/** What became of one try. */
export type TryOutcome =
  | {readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined}
  /** `final`: to try again would not help. */
  | {readonly kind: 'failed'; readonly error: string; readonly final: boolean}

/** Sends deliveries, each once. It never rejects. */
export interface WebhookSender extends Closable {
  send(claimed: ClaimedDelivery): Promise<TryOutcome>
}

export interface WebhookSenderOptions {
  readonly guard: AddressGuard
  /** How this service introduces itself. */
  readonly service: string
  /** Milliseconds for one try with everything. */
  readonly timeout: number
}

/** Bytes of an answer that are read, so that the connection can be used again; nobody looks at them. */
const mostRead = 16 * 1024

export function createWebhookSender({guard, service, timeout}: WebhookSenderOptions): WebhookSender {
  // Redirects are not followed: they would lead past the check of the address.
  const agent = new Agent({connect: {lookup: guard.lookup, timeout}, connections: 8, maxResponseSize: 1024 * 1024})
  return {
    async send({delivery: {event}, webhook}) {
      try {
        await guard.check(webhook.url)
        const now = Date.now()
        const timestamp = String(Math.floor(now / 1000))
        const body = Buffer.from(JSON.stringify(event))
        const answer = await request(webhook.url, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': service,
            [webhookHeaders.id]: event.id,
            [webhookHeaders.eventType]: event.eventType,
            [webhookHeaders.timestamp]: timestamp,
            [webhookHeaders.signature]: sign(signingSecret(webhook, now), timestamp, body),
          },
          body,
          signal: AbortSignal.timeout(timeout),
        })
        const retryAfter = answer.headers['retry-after']
        // The status is what counts; whoever breaks off behind it has still said it.
        await answer.body.dump({limit: mostRead}).catch(() => {})
        return {
          kind: 'answered',
          status: answer.statusCode,
          retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
        }
      } catch (error) {
        return failure(error)
      }
    },
    close: () => agent.close(),
  }
}

function failure(error: unknown): TryOutcome {
  if (error instanceof AddressRefused) return {kind: 'failed', error: error.code, final: true}
  if (!(error instanceof Error)) return {kind: 'failed', error: 'UNKNOWN', final: false}
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ADDRESS_REFUSED') return {kind: 'failed', error: code, final: true}
  return {kind: 'failed', error: error.name === 'TimeoutError' ? 'TIMEOUT' : (code ?? 'NO_ANSWER'), final: false}
}
