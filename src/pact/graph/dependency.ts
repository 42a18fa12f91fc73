import {compareText} from '../../core/finding.js'
import type {PactFile} from '../pacts/pact-file.js'

/** How the last verification of a pact ended; undefined where nobody can say, as for a pact in a file. */
export type VerificationState = 'verified' | 'failed' | 'never verified' | undefined

/** A consumer that depends on a provider. */
export interface Dependency {
  readonly consumer: string
  readonly provider: string
  /** HTTP interactions, and messages of both kinds. */
  readonly requests: number
  readonly messages: number
  readonly state: VerificationState
  /** Files or pages of the pacts. */
  readonly pacts: readonly string[]
}

/** A pact with what is known of its verification. */
export interface KnownPact {
  readonly pact: PactFile
  readonly state: VerificationState
}

/** One dependency for each consumer and provider, in the order of their names. */
export function dependenciesOf(known: readonly KnownPact[]): Dependency[] {
  const byPair = new Map<string, KnownPact[]>()
  for (const each of known) {
    const pair = JSON.stringify([each.pact.consumer, each.pact.provider])
    byPair.set(pair, [...(byPair.get(pair) ?? []), each])
  }
  return [...byPair.values()]
    .map(dependencyOf)
    .sort((a, b) => compareText(a.consumer, b.consumer) || compareText(a.provider, b.provider))
}

function dependencyOf(known: readonly KnownPact[]): Dependency {
  const interactions = known.flatMap(({pact}) => pact.interactions)
  const requests = interactions.filter(({kind}) => kind === 'http').length
  const states = known.map(({state}) => state)
  // The worst of several pacts counts.
  const state = (['failed', 'never verified', undefined, 'verified'] as const).find(each => states.includes(each))
  return {
    consumer: known[0]?.pact.consumer ?? '',
    provider: known[0]?.pact.provider ?? '',
    requests,
    messages: interactions.length - requests,
    state,
    pacts: known.map(({pact}) => pact.source.path),
  }
}
