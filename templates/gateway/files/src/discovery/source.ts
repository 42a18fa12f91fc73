import type {Instance} from './discovery.js'

/** Where a route's instances come from, as gateway.yaml says it. Times in milliseconds. */
export type Source =
  | {readonly kind: 'fixed'; readonly instances: readonly Instance[]}
  /** Every address of a name is an instance. */
  | {readonly kind: 'dns'; readonly origin: string; readonly every: number}
  /** SRV records: each names an instance with its port and weight. */
  | {readonly kind: 'srv'; readonly name: string; readonly scheme: 'http' | 'https'; readonly every: number}
  /** Instances that announce themselves in Redis. */
  | {readonly kind: 'registry'; readonly service: string; readonly every: number}

/** An address that was written down. */
export function instanceAt(origin: string, weight = 1): Instance {
  return {origin, host: new URL(origin).host, weight}
}
