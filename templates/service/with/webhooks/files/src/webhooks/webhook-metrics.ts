import {Counter, Histogram, type Registry} from 'prom-client'

/** Figures of deliveries. */
export interface WebhookMetrics {
  /** After each try; `retry` when there will be another one. */
  observe(outcome: (typeof outcomes)[number], seconds: number): void
}

const outcomes = ['delivered', 'retry', 'dead'] as const

export function createWebhookMetrics(registry: Registry): WebhookMetrics {
  const tries = new Counter({
    name: 'webhook_tries_total',
    help: 'Tries to deliver a webhook.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  // Or nobody could tell the first one from none.
  for (const outcome of outcomes) tries.inc({outcome}, 0)
  const duration = new Histogram({
    name: 'webhook_try_duration_seconds',
    help: 'Time of one try.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    observe(outcome, seconds) {
      tries.inc({outcome})
      duration.observe(seconds)
    },
  }
}
