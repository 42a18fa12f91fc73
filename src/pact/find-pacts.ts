import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {readTextFile, reason, shownPath} from '../io/files.js'
import {type PactFile, readPact} from './pact-file.js'

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
  const all = new Map<string, PactFile>()
  const strangers: string[] = []
  const named = new Set<string>()
  for (const path of paths) {
    const {files, isFolder} = await filesOf(path)
    for (const file of files) {
      const shown = shownPath(file)
      const pact = readPact({path: shown, text: await readTextFile(file)})
      if (pact) all.set(shown, pact)
      else if (isFolder) strangers.push(shown)
      else
        throw new MeshError(
          `"${shown}" is not a pact: it has no consumer, provider and interactions.`,
          'Name a file that a Pact consumer test has written.',
        )
      if (!isFolder) named.add(shown)
    }
  }
  return choose([...all.values()], provider, named, strangers, paths)
}

function choose(
  all: readonly PactFile[],
  provider: string | undefined,
  named: ReadonlySet<string>,
  strangers: readonly string[],
  paths: readonly string[],
): FoundPacts {
  const where = paths.map(path => `"${path}"`).join(', ')
  if (all.length === 0)
    throw new MeshError(
      `There is no pact in ${where}.`,
      'Write pacts with "mesh pact test" in the consumer, or name the folder that has them.',
    )
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
    throw new MeshError(
      wrong
        ? `"${wrong.source.path}" is a pact for provider "${wrong.provider}", not for "${provider}".`
        : `There is no pact for provider "${provider}" in ${where}.${didYouMean(provider, providers)}`,
      wrong ? 'Leave the file out, or mend --provider.' : `The pacts there are for ${known}.`,
    )
  for (const pact of pacts) mustBeVerifiable(pact)
  return {provider, pacts, others, strangers}
}

/** What would be green without a single check, or cannot be checked here, is told before anything is started. */
function mustBeVerifiable({source, plugins, interactions}: PactFile): void {
  if (interactions.length === 0)
    throw new MeshError(
      `"${source.path}" has no interactions: verifying it would prove nothing.`,
      'Write the pact anew by running the consumer tests, or delete the file.',
    )
  if (plugins.length > 0)
    throw new MeshError(
      `"${source.path}" needs the Pact plugin "${plugins.join('", "')}", which mesh does not run.`,
      'Plugins are programs from outside of npm. Verify this pact with the Pact command line, and the others with mesh.',
    )
}

async function filesOf(path: string): Promise<{files: string[]; isFolder: boolean}> {
  if (/^https?:\/\//.test(path))
    throw new MeshError(`"${path}" is an address.`, 'Download the pact, and name the file.')
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new MeshError(
      `Cannot read "${path}": ${reason(error)}.`,
      'Name a pact file or a folder of them. "mesh pact test" in the consumer writes them.',
    )
  })
  if (!stats.isDirectory()) return {files: [path], isFolder: false}
  const entries = await readdir(path, {recursive: true, withFileTypes: true})
  const files = entries
    .filter(entry => !entry.isDirectory() && entry.name.endsWith('.json'))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !/(^|[\\/])(node_modules|\.[^\\/.][^\\/]*)[\\/]/.test(file.slice(path.length)))
  return {files: files.sort(), isFolder: true}
}
