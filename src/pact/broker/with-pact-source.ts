import type {PactSource} from '../verify/verify.js'
import {type BrokerSourceOptions, brokerSource} from './pact-source.js'
import {applicationVersion, type VersionWish} from './version.js'
import {withBroker} from './with-broker.js'

/** What a command line says about the broker as a source of pacts. */
export interface SourceWish
  extends Pick<BrokerSourceOptions, 'selectors' | 'pending' | 'wipSince' | 'mesh'>,
    Omit<VersionWish, 'flag' | 'env'> {
  /** Without it pacts are in files, and nothing of this matters. */
  readonly wanted: boolean
  readonly url: string | undefined
  /** Whether the broker is told how the pacts did. */
  readonly publish: boolean
  readonly signal: AbortSignal
}

/** Hands over the broker as a source of pacts, or undefined when they are in files. */
export async function withPactSource<Result>(
  wish: SourceWish,
  use: (source: PactSource | undefined) => Promise<Result>,
): Promise<Result> {
  const {wanted, publish, url, signal} = wish
  if (!wanted) return use(undefined)
  const version = await applicationVersion(
    // A number matters only to those who are told.
    {...wish, number: publish ? wish.number : (wish.number ?? 'unknown'), flag: '--provider-version', env: process.env},
    signal,
  )
  return withBroker({url, signal}, broker =>
    use(brokerSource(broker, {...wish, branch: version.branch, version: publish ? version : undefined})),
  )
}
