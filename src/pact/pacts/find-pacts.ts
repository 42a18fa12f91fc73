import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {pactFailure} from '../exit-codes.js'
import {mustHaveInteractions} from './must-have-interactions.js'
import type {PactFile} from './pact-file.js'
import {readPacts} from './read-pacts.js'

export interface FoundPacts {
  readonly provider: string
  /** The pacts of the provider that was asked for, by path. */
  readonly pacts: readonly PactFile[]
  /** Pacts in the same folders that belong to other providers. */
  readonly others: readonly PactFile[]
  /** JSON files in the folders that are no pacts. */
  readonly strangers: readonly string[]
}

/** Finds the pacts of a provider in files and folders. A file that is named has to be one of them. */
export async function findPacts(paths: readonly string[], provider: string | undefined): Promise<FoundPacts> {
  const {pacts, strangers, named} = await readPacts(paths)
  return choose(pacts, provider, named, strangers, paths)
}

function choose(
  all: readonly PactFile[],
  provider: string | undefined,
  named: ReadonlySet<string>,
  strangers: readonly string[],
  paths: readonly string[],
): FoundPacts {
  const where = paths.map(path => `"${path}"`).join(', ')
  const providers = [...new Set(all.map(pact => pact.provider))].sort()
  const known = providers.map(name => `"${name}"`).join(', ')
  if (provider === undefined)
    throw new MeshError(
      'It is not said which provider is verified.',
      `Use --provider, or the key "pact.provider" of mesh.yaml. The pacts are for ${known}.`,
    )
  const pacts = all.filter(pact => pact.provider === provider)
  const others = all.filter(pact => pact.provider !== provider)
  const wrong = others.find(pact => named.has(pact.source.path))
  if (wrong || pacts.length === 0)
    throw pactFailure(
      'nothing',
      wrong
        ? `"${wrong.source.path}" is a pact for provider "${wrong.provider}", not for "${provider}".`
        : `There is no pact for provider "${provider}" in ${where}.${didYouMean(provider, providers)}`,
      wrong ? 'Leave the file out, or mend --provider.' : `The pacts there are for ${known}.`,
    )
  for (const pact of pacts) mustBeVerifiable(pact)
  return {provider, pacts, others, strangers}
}

/** What would be green without a single check, or cannot be checked here, is told before anything is started. */
export function mustBeVerifiable(pact: PactFile): void {
  mustHaveInteractions(pact, 'verifying it would prove nothing')
  const {source, plugins} = pact
  if (plugins.length > 0)
    throw pactFailure(
      'plugin',
      `"${source.path}" needs the Pact plugin "${plugins.join('", "')}", which mesh does not run.`,
      'Plugins are programs from outside of npm. Verify this pact with the Pact command line, and the others with mesh.',
    )
}
