import type {Closable} from '../lifecycle/shutdown.js'
import type {Message} from './message.js'

/** Keeps messages where the data is, until a broker has them: who changes something and tells of it does both or nothing. */
export interface Outbox {
  /** All that is awaited within it, changes and messages, is kept as a whole or not at all. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** Keeps a message; part of the transaction that is under way. */
  add(message: Message): Promise<void>
  /** Begins to pass messages on, those of one key in their order, each until it was taken once. */
  relay(publish: (message: Message) => Promise<void>): Closable
}
