import {type ISocketFactory, Kafka, type logCreator, logLevel, type SASLOptions} from 'kafkajs'
import type {Logger} from '../platform/logging/logger.js'

/** How the brokers are reached. */
export interface KafkaAddress {
  readonly brokers: readonly string[]
  readonly tls: boolean
  readonly user?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
    readonly username: string
    readonly password: string
  }
  /** Makes connections, where they are not those of the operating system. */
  readonly sockets?: ISocketFactory
}

/** A client that gives up soon: whoever waits knows what to do. */
export function createKafkaClient({brokers, tls, user, sockets}: KafkaAddress, logger: Logger): Kafka {
  return new Kafka({
    clientId: 'mesh',
    brokers: [...brokers],
    ssl: tls,
    // The types have one form for each mechanism; these three have the same members.
    ...(user && {sasl: user as SASLOptions}),
    ...(sockets && {socketFactory: sockets}),
    connectionTimeout: 2000,
    requestTimeout: 10_000,
    retry: {initialRetryTime: 100, retries: 4},
    logLevel: logLevel.WARN,
    logCreator: logTo(logger),
  })
}

/** The library tells each failed try; what matters of it is told by those who call it. */
function logTo(logger: Logger): logCreator {
  return () =>
    ({log: {message, error}}) =>
      logger.debug({error}, `kafkajs: ${message}`)
}
