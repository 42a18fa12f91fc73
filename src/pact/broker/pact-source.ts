import {MeshError} from '../../core/errors.js'
import {pactFailure} from '../exit-codes.js'
import type {PactSource} from '../verify/verify.js'
import type {Broker} from './broker.js'
import {pactsForVerification, usualSelectors} from './pacts-for-verification.js'
import {publishResults} from './publish-results.js'
import type {ApplicationVersion} from './version.js'

export interface BrokerSourceOptions {
  /** Undefined when nobody is to be told. */
  readonly version: ApplicationVersion | undefined
  readonly branch: string | undefined
  /** JSON of selectors; the usual ones without any. */
  readonly selectors: readonly string[]
  readonly pending: boolean
  readonly wipSince: string | undefined
  /** Version of mesh. */
  readonly mesh: string
}

/** Pacts come from the broker, and it is told how they did. */
export function brokerSource(broker: Broker, options: BrokerSourceOptions): PactSource {
  const {version, branch, pending, wipSince, mesh} = options
  const selectors = options.selectors.length > 0 ? options.selectors.map(parseSelector) : usualSelectors
  if (wipSince !== undefined && !/^\d{4}-\d\d-\d\d$/.test(wipSince))
    throw new MeshError(`"${wipSince}" is no day for --wip-since.`, 'Write it like 2026-01-31.')
  return {
    async find(provider) {
      const found = await pactsForVerification(broker, {provider, branch, selectors, pending, wipSince})
      if (found.pacts.length > 0) return found
      throw pactFailure(
        'nothing',
        `The Pact Broker has no pact to verify for provider "${found.provider}".`,
        'Check the name and --selector. Until the first consumer publishes a pact, there is nothing to verify here.',
      )
    },
    ...(version && {
      async publish(provider, interactions) {
        const count = await publishResults(broker, interactions, {provider, version, mesh})
        return `Results of ${count === 1 ? '1 pact' : `${count} pacts`} published for ${provider} ${version.number}.`
      },
    }),
  }
}

function parseSelector(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below, as for what is no object.
  }
  throw new MeshError(`"${text}" is no selector.`, `Write it as JSON: --selector '{"mainBranch": true}'`)
}
