import type {Closable} from '../lifecycle/shutdown.js'
import type {Delivery, Message} from './message.js'

/** Who wants what, and how much of it at once. */
export interface SubscriptionOrder {
  readonly topic: string
  /** Subscribers of one group share its messages; each group gets all of them. */
  readonly group: string
  /** Most messages that are handed out and not settled. */
  readonly atOnce: number
  /** Settles a message. Resolved: the group is done with it. Rejected: it is given back, and comes again. */
  receive(delivery: Delivery): Promise<void>
}

/** A subscriber that gets messages. */
export interface Subscription {
  /** Messages that the group has not settled yet. */
  lag(): Promise<number>
  /** Takes nothing new; resolves when everything that was handed out is settled or given back. */
  close(): Promise<void>
}

/** Carries messages between services, each at least once. How, is the business of an adapter; none knows what an event is. */
export interface MessageBroker extends Closable {
  /** Resolves when the broker has the message safely, so that it outlives a crash of this process. */
  publish(message: Message): Promise<void>
  /** From now on the topic keeps for the group what is published, whether somebody of the group is there or not. */
  prepare(topic: string, group: string): Promise<void>
  /** Hands messages out, those of `prepare` first. Connections that break are made again; nobody has to subscribe anew. */
  subscribe(order: SubscriptionOrder): Promise<Subscription>
  /** Rejects when the broker can not be used. */
  check(): Promise<void>
}
