import type {Session} from './command.js'
import type {ProviderContract, Reading} from './pact/check/request.js'
import type {KnownPacts} from './pact/pacts/known-pacts.js'

/** The contracts of providers that pacts are compared with, and how they are read. */
export interface ContractsOfProviders {
  readonly contracts: readonly ProviderContract[]
  readonly reading: Reading
}

/** What `--contract` names, else what mesh.yaml does. */
export async function contractsOfProviders(
  named: readonly string[] | undefined,
  {config, root, signal}: Pick<Session, 'config' | 'root' | 'signal'>,
): Promise<ContractsOfProviders> {
  const [{contractsOf, providerContract}, {DocumentLoader}] = await Promise.all([
    import('./pact/check/request.js'),
    import('./lint/documents.js'),
  ])
  const cwd = process.cwd()
  const {allowRemote, privateHosts, exemptPaths} = config.lint
  return {
    contracts: named?.map(providerContract) ?? contractsOf(config.pact.contracts, root),
    reading: {root, cwd, exemptPaths, loader: new DocumentLoader(cwd, allowRemote, signal, undefined, privateHosts)},
  }
}

/** The pacts of files and folders, or with `--from-broker` those of the broker. */
export async function givenPacts(
  paths: readonly string[] | undefined,
  flags: {readonly 'from-broker': boolean; readonly 'broker-url': string | undefined},
  {config, root, signal}: Pick<Session, 'config' | 'root' | 'signal'>,
): Promise<KnownPacts> {
  const {knownPacts} = await import('./pact/pacts/known-pacts.js')
  const broker = flags['from-broker'] ? {url: flags['broker-url'] ?? config.pact.broker, signal} : undefined
  return knownPacts({paths, root, config: config.pact, broker})
}
