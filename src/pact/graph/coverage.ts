import {type Coverage, coverageOf} from '../check/coverage.js'
import {gather} from '../check/gather.js'
import {readContracts} from '../check/read-contracts.js'
import {contractsFor, type ProviderContract, type Reading} from '../check/request.js'
import type {PactFile} from '../pacts/pact-file.js'

/** How much of each provider its consumers use, by its name; of those whose OpenAPI contract is known. */
export async function coverageByProvider(
  pacts: readonly PactFile[],
  contracts: readonly ProviderContract[],
  reading: Reading,
): Promise<ReadonlyMap<string, Coverage>> {
  const known = new Map<string, Coverage>()
  for (const provider of new Set(pacts.map(pact => pact.provider))) {
    const named = contractsFor(provider, contracts)
    if (named.length === 0) continue
    const files = pacts.filter(pact => pact.provider === provider)
    const coverage = coverageOf(gather(provider, files, await readContracts(named, reading)))
    if (coverage) known.set(provider, coverage)
  }
  return known
}
