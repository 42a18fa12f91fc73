import type {MessageBroker, Subscription} from '../platform/messaging/message-broker.js'
import {revived} from './dead-letter.js'
import {deadLetterTopic, redriveGroup} from './topics.js'

export interface RedriveOrder {
  readonly broker: MessageBroker
  /** The topic that events are missing from, not the one of its dead letters. */
  readonly topic: string
  /** Most events that are taken back. */
  readonly limit: number
  /** Milliseconds without a dead letter after which it is asked whether there are more. */
  readonly quiet?: number
  /** Milliseconds without one after which it ends even so: somebody else may have them in hand. */
  readonly patience?: number
  /** Called with a line for each event. */
  readonly report: (line: string) => void
}

/**
 * Publishes dead letters again where they came from, as they were; each is settled when the broker has it back. Gives
 * how many. Groups that have handled an event know it by its id; the one that could not tries it again.
 */
export async function redrive(order: RedriveOrder): Promise<number> {
  const {broker, topic, limit, quiet = 2000, patience = 30_000, report} = order
  // What dies again in the meantime is for the next time, or it would go round and round. A time alone does not tell it
  // from what died in the same millisecond, and ids alone not from what another redrive has published.
  const begin = new Date().toISOString()
  const again = new Set<string>()
  let published = 0
  let problem: Error | undefined
  let end: () => void = () => {}
  const over = new Promise<void>(resolve => {
    end = resolve
  })
  let subscription: Subscription | undefined
  let timer: NodeJS.Timeout | undefined
  /** A group may take longer to come together than messages come one after the other. */
  const waitForMore = (waited = 0): void => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const left = await subscription?.lag().catch(() => undefined)
      if (left === 0 || waited + quiet >= patience) end()
      else waitForMore(waited + quiet)
    }, quiet)
  }
  subscription = await broker.subscribe({
    topic: deadLetterTopic(topic),
    group: redriveGroup,
    // One by one, so that those of one aggregate come back in their order.
    atOnce: 1,
    async receive(delivery) {
      clearTimeout(timer)
      const {headers} = delivery
      const {eventType = 'unknown type', 'x-error-code': code, 'x-failed-at': failedAt = ''} = headers
      const {'x-original-id': originalId = ''} = headers
      if (problem || published >= limit || failedAt > begin || again.has(originalId)) {
        end()
        throw new Error('It stays a dead letter.')
      }
      const message = revived(delivery)
      if (message === undefined) {
        problem = new Error(`Message "${delivery.id}" does not tell which topic it came from.`)
        end()
        throw problem
      }
      again.add(message.id)
      await broker.publish(message)
      published += 1
      report(`${eventType} ${originalId}: ${code} at ${failedAt}`)
      if (published >= limit) end()
      else waitForMore()
    },
  })
  waitForMore()
  await over
  clearTimeout(timer)
  await subscription.close()
  if (problem) throw problem
  return published
}
