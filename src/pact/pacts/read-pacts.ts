import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {readTextFile, reason, shownPath} from '../../io/files.js'
import {failingAs, pactFailure} from '../exit-codes.js'
import {type PactFile, readPact} from './pact-file.js'

/** What files, folders and addresses hold. */
export interface ReadPacts {
  /** By path, at least one. */
  readonly pacts: readonly PactFile[]
  /** JSON files in the folders that are no pacts. */
  readonly strangers: readonly string[]
  /** The paths of files that were named themselves. */
  readonly named: ReadonlySet<string>
}

/** Reads all pacts of files, folders and addresses, whomever they belong to. */
export async function readPacts(paths: readonly string[]): Promise<ReadPacts> {
  const pacts = new Map<string, PactFile>()
  const strangers: string[] = []
  const named = new Set<string>()
  for (const path of paths) {
    if (/^https?:\/\//.test(path)) {
      const {fetchPact} = await import('../broker/fetch-pact.js')
      pacts.set(path, await fetchPact(path))
      named.add(path)
      continue
    }
    const {files, isFolder} = await filesOf(path)
    for (const file of files) {
      const shown = shownPath(file)
      const text = await failingAs('unreadable', () => readTextFile(file))
      const pact = readPact({path: shown, text})
      if (pact) pacts.set(shown, pact)
      else if (isFolder) strangers.push(shown)
      else
        throw pactFailure(
          'unreadable',
          `"${shown}" is not a pact: it has no consumer, provider and interactions.`,
          'Name a file that a Pact consumer test has written.',
        )
      if (!isFolder) named.add(shown)
    }
  }
  if (pacts.size === 0)
    throw pactFailure(
      'nothing',
      `There is no pact in ${paths.map(path => `"${path}"`).join(', ')}.`,
      'Write pacts with "mesh pact test" in the consumer, or name the folder that has them.',
    )
  return {pacts: [...pacts.values()], strangers, named}
}

async function filesOf(path: string): Promise<{files: string[]; isFolder: boolean}> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw pactFailure(
      'unreadable',
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
