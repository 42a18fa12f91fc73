import type {Connection} from 'rabbitmq-client'

/** What there is at the broker for topics and groups: everything durable, made when it is first needed. */
export interface Topology {
  exchange(topic: string): string
  /** What a consumer of a group declares, now and after every new connection. */
  queue(topic: string, group: string): ReturnType<typeof declarations>
  declareTopic(topic: string): Promise<void>
  declareQueue(topic: string, group: string): Promise<void>
}

export function createTopology(rabbit: Connection, prefix: string, expiry: number): Topology {
  const declared = new Map<string, Promise<void>>()
  const queue = (topic: string, group: string) => declarations(prefix + topic, group, expiry)
  return {
    exchange: topic => prefix + topic,
    queue,
    declareTopic(topic) {
      const known = declared.get(topic) ?? rabbit.exchangeDeclare(exchangeOf(prefix + topic))
      declared.set(topic, known)
      // One that failed is tried anew by the next one who needs it.
      known.catch(() => declared.delete(topic))
      return known
    },
    async declareQueue(topic, group) {
      const {exchanges, queueOptions, queueBindings} = queue(topic, group)
      for (const exchange of exchanges) await rabbit.exchangeDeclare(exchange)
      await rabbit.queueDeclare(queueOptions)
      for (const binding of queueBindings) await rabbit.queueBind(binding)
    },
  }
}

const exchangeOf = (exchange: string) => ({exchange, type: 'topic', durable: true})

/** Quorum queues outlive the loss of a node, and count how often a message was handed out. */
function declarations(exchange: string, group: string, expiry: number) {
  const queue = `${exchange}.${group}`
  return {
    queue,
    queueOptions: {
      queue,
      durable: true,
      arguments: {'x-queue-type': 'quorum' as const, ...(expiry > 0 && {'x-expires': expiry})},
    },
    exchanges: [exchangeOf(exchange)],
    queueBindings: [{exchange, queue, routingKey: '#'}],
  }
}
