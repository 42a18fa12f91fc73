import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import type {SeenEvents} from '../../src/platform/messaging/seen-events.js'

/** A broker that every test of messaging can use, whatever it is. */
export interface TestBroker {
  readonly name: string
  /** What is not there on this machine, so that the tests are skipped. */
  readonly missing?: string | undefined
  /** Whether there are connections that can break. */
  readonly connects: boolean
  /** Whether a memory of events goes with it. */
  readonly remembers: boolean
  prepare(): Promise<BrokerBench>
}

/** A broker with nothing of other tests in it. */
export interface BrokerBench {
  /** Another connection to the same broker, as of another instance; the memory of a process has only one. */
  connect(): Promise<MessageBroker>
  /** The memory of events that goes with the broker. */
  readonly seen?: SeenEvents
  /** Breaks all connections; they can be made again at once. */
  cut?(): Promise<void>
  /** A broker where nobody answers. */
  away?(): MessageBroker
  /** What makes a process of the service use this broker. */
  readonly environment?: Readonly<Record<string, string>>
  /** Closes the connections, and leaves nothing behind. */
  close(): Promise<void>
}
