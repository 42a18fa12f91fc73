import {z} from 'zod'
import {defineFeature} from '../feature.js'
import {secret} from '../platform/config/environment.js'
import {commaList} from '../platform/config/settings.js'
import {createKafkaBroker} from './kafka-broker.js'

/** Events go through topics of Kafka. */
export const kafka = defineFeature({
  settings: {
    EVENTS_KAFKA_BROKERS: commaList()
      .default(['127.0.0.1:9092'])
      .describe('Brokers of Kafka that are asked first, such as kafka-1:9092, separated by commas.'),
    EVENTS_KAFKA_PREFIX: z.string().default('').describe('Before the name of every topic and group.'),
    EVENTS_KAFKA_SESSION_TIMEOUT: z.coerce
      .number()
      .int()
      .min(1000)
      .default(30_000)
      .describe('Milliseconds without a sign of life after which the partitions of an instance go to others.'),
    EVENTS_KAFKA_TLS: z.stringbool().default(false).describe('Whether the brokers are reached by TLS.'),
    EVENTS_KAFKA_USERNAME: z.string().optional().describe('User of the brokers; left out, none signs in.'),
    EVENTS_KAFKA_PASSWORD: secret(z.string().default('')).describe('Password of that user.'),
    EVENTS_KAFKA_SASL: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .default('scram-sha-512')
      .describe('How that user signs in: plain, scram-sha-256 or scram-sha-512.'),
  },
  async provide({settings, logger}) {
    const {EVENTS_KAFKA_USERNAME: username, EVENTS_KAFKA_PASSWORD: password} = settings
    return {
      messageBroker: createKafkaBroker({
        brokers: settings.EVENTS_KAFKA_BROKERS,
        prefix: settings.EVENTS_KAFKA_PREFIX,
        sessionTimeout: settings.EVENTS_KAFKA_SESSION_TIMEOUT,
        tls: settings.EVENTS_KAFKA_TLS,
        ...(username !== undefined && {user: {mechanism: settings.EVENTS_KAFKA_SASL, username, password}}),
        logger,
      }),
    }
  },
})
