import {readdir, stat} from 'node:fs/promises'
import {basename, dirname, resolve} from 'node:path'
import {glob, isDynamicPattern} from 'tinyglobby'
import type {Config} from '../config/schema.js'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {reason, shownPath} from '../io/files.js'

/** A file that may be a contract. */
export interface Candidate {
  /** Absolute. */
  readonly path: string
  /** The user wrote this very path: then it has to be a contract. */
  readonly named: boolean
}

const neverLookedAt = ['**/node_modules/**', '**/dist/**', '**/coverage/**']

/** The files that paths, folders and globs of the command line stand for; without any, those of the configuration. */
export async function candidates(
  paths: readonly string[],
  {contracts}: Pick<Config, 'contracts'>,
  root: string,
  cwd: string,
  stdin?: {readonly path: string},
): Promise<readonly Candidate[]> {
  const found = new Map<string, Candidate>()
  const add = (path: string, named: boolean) => {
    if (named || !found.has(path)) found.set(path, {path, named})
  }
  const search = async (folder: string) => {
    const excluded = await filesOf(contracts.exclude, root)
    for (const path of await filesOf(contracts.include, folder)) if (!excluded.has(path)) add(path, false)
  }
  if (stdin) add(resolve(cwd, stdin.path), true)
  else if (paths.length === 0) await search(root)
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    const entry = await stat(absolute).catch((error: NodeJS.ErrnoException) => error)
    if (entry instanceof Error) {
      if (!isDynamicPattern(path)) throw await missing(path, absolute, entry)
      const matches = await filesOf([path], cwd)
      if (matches.size === 0)
        throw new MeshError(`No file matches "${path}".`, 'Check the pattern; it starts from the working directory.')
      for (const match of matches) add(match, false)
    } else if (entry.isDirectory()) await search(absolute)
    else if (entry.isFile()) add(absolute, true)
    else throw new MeshError(`"${path}" is neither a file nor a folder.`, 'Name a contract or a folder of contracts.')
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The absolute paths of the files in a folder that match one of the globs. */
export async function filesOf(patterns: readonly string[], folder: string): Promise<Set<string>> {
  if (patterns.length === 0) return new Set()
  const found = await glob([...patterns], {
    cwd: folder,
    absolute: true,
    ignore: neverLookedAt,
    followSymbolicLinks: false,
    expandDirectories: false,
  })
  return new Set(found.map(path => resolve(path)))
}

async function missing(path: string, absolute: string, error: NodeJS.ErrnoException): Promise<MeshError> {
  const neighbours = await readdir(dirname(absolute)).catch(() => [])
  const near = didYouMean(basename(absolute), neighbours)
  return new MeshError(
    `Cannot read "${shownPath(resolve(path))}": ${reason(error)}.${near}`,
    'Check the path; it starts from the working directory.',
  )
}
