import {Counter, Gauge, Histogram, type Registry} from 'prom-client'
import {oncePerRegistry} from '../platform/metrics/once-per-registry.js'

/** The figures of what one process publishes and handles. */
export interface MessagingMetrics {
  /** Events of the domain by type and by what became of them: published, lost, handled, repeated, skipped, dead. */
  readonly events: Counter<'event_type' | 'outcome'>
  readonly retries: Counter<'event_type'>
  readonly duration: Histogram<'event_type'>
  readonly inFlight: Gauge
  /** Gives the figure of a group for as long as it subscribes. */
  watchLag(labels: {readonly topic: string; readonly group: string}, lag: () => Promise<number>): () => void
  /** Gives the number of events that wait to be published. */
  watchOutgoing(waiting: () => number): void
}

export const createMessagingMetrics = oncePerRegistry(makeMessagingMetrics)

function makeMessagingMetrics(registry: Registry): MessagingMetrics {
  const registers = [registry]
  const lags = new Map<{readonly topic: string; readonly group: string}, () => Promise<number>>()
  let outgoing = () => 0
  new Gauge({
    name: 'message_lag',
    help: 'Messages that a group has not settled yet.',
    labelNames: ['topic', 'group'],
    registers,
    async collect() {
      this.reset()
      for (const [labels, lag] of lags) {
        // A broker that is away has no figure to give; the others are wanted all the same.
        const value = await lag().catch(() => undefined)
        if (value !== undefined) this.set(labels, value)
      }
    },
  })
  new Gauge({
    name: 'events_outgoing',
    help: 'Events that wait to be published.',
    registers,
    collect() {
      this.set(outgoing())
    },
  })
  return {
    events: new Counter({
      name: 'business_events_total',
      help: 'Events by what became of them: published, lost, handled, repeated, skipped or dead.',
      labelNames: ['event_type', 'outcome'],
      registers,
    }),
    retries: new Counter({
      name: 'event_retries_total',
      help: 'Tries after one that failed.',
      labelNames: ['event_type'],
      registers,
    }),
    duration: new Histogram({
      name: 'event_handling_duration_seconds',
      help: 'Time in which an event was handled, with all tries and the pauses between them.',
      labelNames: ['event_type'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    inFlight: new Gauge({name: 'events_in_flight', help: 'Events that are being handled.', registers}),
    watchLag(labels, lag) {
      lags.set(labels, lag)
      return () => lags.delete(labels)
    },
    watchOutgoing(waiting) {
      outgoing = waiting
    },
  }
}
