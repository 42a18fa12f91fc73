import type {Config} from '../../config/schema.js'
import type {KnownPact} from '../graph/dependency.js'
import {pactPaths} from './pact-paths.js'
import {readPacts} from './read-pacts.js'

/** Where pacts are: files and folders, or a broker. */
export interface PactsPlace {
  readonly paths: readonly string[] | undefined
  readonly root: string
  readonly config: Pick<Config['pact'], 'folder'>
  /** Undefined for files. */
  readonly broker: {readonly url: string | undefined; readonly signal: AbortSignal} | undefined
}

export interface KnownPacts {
  readonly known: readonly KnownPact[]
  /** JSON files in the folders that are no pacts. */
  readonly strangers: readonly string[]
}

/** The newest pacts of a broker, or those of files and folders, of whose verification nobody knows. */
export async function knownPacts({paths, root, config, broker}: PactsPlace): Promise<KnownPacts> {
  if (broker === undefined) {
    const {pacts, strangers} = await readPacts(pactPaths(paths, root, config))
    return {known: pacts.map(pact => ({pact, state: undefined})), strangers}
  }
  const [{latestPacts}, {withBroker}] = await Promise.all([
    import('../broker/latest-pacts.js'),
    import('../broker/with-broker.js'),
  ])
  return {known: await withBroker(broker, latestPacts), strangers: []}
}
