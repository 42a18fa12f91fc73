import {z} from 'zod'
import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {inboundEvents} from '../inbound-events/inbound-events.js'
import {workItemEventHandlers} from '../inbound-events/work-item-event-handlers.js'
import {createUpstream} from '../platform/outbound/upstream.js'
import {createEventFeed} from './event-feed.js'
import {createPoller} from './poller.js'

const milliseconds = () => z.coerce.number().int().min(1)

/** Fetches events of another service, as long as nobody pushes them. */
export const polling = defineFeature({
  settings: {
    EVENTS_URL: z
      .url({protocol: /^https?$/})
      .optional()
      .describe(
        'Address of the list of events, such as https://orders.example.com/api/v1/events; nothing is fetched without.',
      ),
    EVENTS_API_KEY: z.string().optional().describe('Sent there as X-API-Key.'),
    EVENTS_INTERVAL: milliseconds().default(30_000).describe('Time between two looks in milliseconds.'),
    EVENTS_SILENCE: milliseconds()
      .default(60_000)
      .describe('Time in milliseconds without a pushed event after which they are fetched.'),
  },
  async install({settings, idempotencyKeys: keys, jobs, workItems, logger, metrics}) {
    const {EVENTS_URL, EVENTS_API_KEY, EVENTS_INTERVAL: interval, EVENTS_SILENCE: silence} = settings
    if (EVENTS_URL === undefined) return {}
    const events = inboundEvents({keys, jobs, handlers: workItemEventHandlers(workItems), logger})
    const {origin, pathname: path} = new URL(EVENTS_URL)
    const upstream = createUpstream({name: 'events', url: origin, service, metrics, logger})
    const feed = createEventFeed({
      upstream,
      path,
      headers: EVENTS_API_KEY === undefined ? {} : {'x-api-key': EVENTS_API_KEY},
      take: event => events.take(event, 'poll'),
    })
    const look = async () => (Date.now() - events.lastPush < silence ? {} : feed.look())
    const poller = createPoller({look, interval, logger})
    return {
      async start() {
        poller.start()
        return undefined
      },
      async close() {
        await poller.stop()
        await upstream.close()
      },
    }
  },
})
