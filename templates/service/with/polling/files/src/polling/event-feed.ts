import {z} from 'zod'
import {type InboundEvent, readInboundEvent} from '../inbound-events/inbound-event.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Upstream} from '../platform/outbound/upstream.js'
import type {Look} from './poller.js'

const answerSchema = z.object({events: z.array(z.unknown()), hasMore: z.boolean(), last: z.string().optional()})

export interface EventFeedOptions {
  readonly upstream: Upstream
  /** Path of the list of events, such as /api/v1/events. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Keeps an event; rejects when that is not possible now. */
  readonly take: (event: InboundEvent) => Promise<unknown>
}

/** Reads the events of another service, each time from where it has stopped. */
export interface EventFeed {
  look(): Promise<Look>
}

export function createEventFeed({upstream, path, headers, take}: EventFeedOptions): EventFeed {
  let after: string | undefined
  let tag: string | undefined

  return {
    async look() {
      const query = new URLSearchParams({limit: '100', ...(after !== undefined && {after})})
      const answer = await upstream.request({
        method: 'GET',
        path: `${path}?${query}`,
        headers: {...headers, ...(tag !== undefined && {'if-none-match': tag})},
        group: 'events',
      })
      if (answer.status === 304) return {}
      if (!answer.ok) {
        const retryAfter = waitOf(answer.headers['retry-after'])
        if (answer.status === 429) return {retryAfter}
        if (!answer.codes.includes('EVENT_FORGOTTEN'))
          throw unusable(`status ${answer.status} ${answer.codes.join(', ')}`)
        // What lies between is lost; everything that is still kept comes again, and what was seen is seen.
        after = undefined
        tag = undefined
        return {more: true}
      }
      const {data: page} = answerSchema.safeParse(answer.data)
      if (!page) throw unusable('no list of events')
      for (const value of page.events) {
        const event = readInboundEvent(value)
        if (!event) throw unusable('what is no event')
        await take(event)
        after = event.id
      }
      after = page.last ?? after
      const {etag} = answer.headers
      tag = page.events.length === 0 && typeof etag === 'string' ? etag : undefined
      return {more: page.hasMore && page.events.length > 0}
    },
  }
}

function unusable(reason: string): ApiError {
  return new ApiError('UPSTREAM_BAD_RESPONSE', 'The source of events gave no usable answer.', {
    cause: new Error(reason),
  })
}

/** Milliseconds of a Retry-After in seconds. */
function waitOf(header: string | string[] | undefined): number {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0
}
