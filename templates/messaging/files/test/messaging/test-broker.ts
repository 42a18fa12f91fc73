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
  /** How a server is started that the test may kill; left out where nothing outlives its end. */
  readonly restarts?: BrokerRestarts
}

/** Servers of the test's own. */
export interface BrokerRestarts {
  /** The program that is not there on this machine, so that the test is skipped. */
  readonly missing?: string | undefined
  /** Milliseconds until it can find again what was made on it; 0 unless it is said. */
  readonly settles?: number
  /** Milliseconds for which it is away. */
  readonly away: number
  start(): Promise<BrokerServer>
}

/** A server of the test's own that keeps its data on disk. */
export interface BrokerServer {
  /** Another connection to it, as of another instance. */
  connect(): Promise<MessageBroker>
  /** Ends it at once; or stops it dead, where nothing that it has would be left. */
  kill(): Promise<void>
  /** Starts it again, with what it has kept. */
  start(): Promise<void>
  /** Closes the connections, ends it, and removes its data. */
  close(): Promise<void>
}

/** A broker with nothing of other tests in it. */
export interface BrokerBench {
  /** Another connection to the same broker, as of another instance; the memory of a process has only one. `patience`: milliseconds
   * without a sign of life after which the broker gives a message to somebody else, where it has such a time. */
  connect(patience?: number): Promise<MessageBroker>
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
