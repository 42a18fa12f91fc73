import {z} from 'zod'
import {defineFeature} from '../feature.js'
import {secret} from '../platform/config/environment.js'
import {createNatsBroker} from './nats-broker.js'

/** Events go through streams of NATS JetStream. */
export const nats = defineFeature({
  settings: {
    EVENTS_NATS_URL: secret(z.url({protocol: /^(nats|tls)$/}).default('nats://127.0.0.1:4222')).describe(
      'NATS server that carries the events, with user and password if it wants them; the one of this machine by default.',
    ),
    EVENTS_NATS_PREFIX: z
      .string()
      .regex(/^[A-Za-z0-9_-]*$/, 'must have letters, digits, "_" and "-" only')
      .default('')
      .describe('Before the name of every stream.'),
    EVENTS_NATS_IDLE: z.coerce
      .number()
      .int()
      .min(3000)
      .default(30_000)
      .describe('Milliseconds without a sign of life after which an event goes to another instance.'),
    EVENTS_NATS_REPLICAS: z.coerce
      .number()
      .int()
      .min(1)
      .max(5)
      .default(1)
      .describe('Servers that keep a copy of a stream when it is made; 3 in a cluster.'),
  },
  async provide({settings, logger}) {
    const {EVENTS_NATS_URL: url, EVENTS_NATS_PREFIX: prefix, EVENTS_NATS_REPLICAS: replicas} = settings
    const idle = settings.EVENTS_NATS_IDLE
    return {messageBroker: createNatsBroker({url, prefix, replicas, idle, logger})}
  },
})
