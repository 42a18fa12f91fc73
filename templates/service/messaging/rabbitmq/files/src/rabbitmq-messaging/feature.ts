import {z} from 'zod'
import {defineFeature} from '../feature.js'
import {secret} from '../platform/config/environment.js'
import {createRabbitBroker} from './rabbit-broker.js'

/** Events go through quorum queues of RabbitMQ. */
export const rabbitmq = defineFeature({
  settings: {
    EVENTS_RABBITMQ_URL: secret(z.url({protocol: /^amqps?$/}).default('amqp://guest:guest@127.0.0.1:5672')).describe(
      'RabbitMQ that carries the events, with user, password and virtual host; the one of this machine by default.',
    ),
    EVENTS_RABBITMQ_PREFIX: z.string().default('').describe('Before the name of every exchange and queue.'),
    EVENTS_RABBITMQ_EXPIRY: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('Milliseconds after which a queue is deleted that nobody reads, for previews; 0 keeps it.'),
  },
  async provide({settings, logger}) {
    const {EVENTS_RABBITMQ_URL: url, EVENTS_RABBITMQ_PREFIX: prefix, EVENTS_RABBITMQ_EXPIRY: expiry} = settings
    return {messageBroker: createRabbitBroker({url, prefix, expiry, logger})}
  },
})
