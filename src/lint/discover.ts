import {readdir, stat} from 'node:fs/promises'
import {basename, dirname, resolve, sep} from 'node:path'
import {isDynamicPattern} from 'tinyglobby'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {reason, shownPath} from '../io/files.js'
import {pathMatcher} from './globs.js'
import type {LintRequest} from './request.js'
import {type LeftPlace, search} from './search.js'

/** A file that may be a contract. */
export interface Candidate {
  /** Absolute. */
  readonly path: string
  /** The user wrote this very path: then it has to be a contract. */
  readonly named: boolean
}

/** The files that paths, folders and globs of the command line stand for; without any, those of the configuration. */
export async function candidates(
  paths: readonly string[],
  {
    config,
    root,
    cwd,
    signal,
    subject = 'contracts',
  }: Pick<LintRequest, 'config' | 'root' | 'cwd' | 'signal' | 'subject'>,
  stdin?: {readonly path: string},
  onLeft?: (link: LeftPlace) => void,
): Promise<readonly Candidate[]> {
  const {include, exclude} = config[subject]
  const found = new Map<string, Candidate>()
  const add = (path: string, named: boolean) => {
    if (named || !found.has(path)) found.set(path, {path, named})
  }
  const isExcluded = pathMatcher(exclude, root, cwd)
  const around = {root, signal, ...(onLeft && {onLeft})}
  // A pattern such as "contracts/**" starts from the folder of the configuration, whatever folder is looked at.
  const rooted = include.filter(pattern => !pattern.startsWith('**'))
  const searchIn = async (folder: string) => {
    const all = folder === root || rooted.length === 0 ? [] : await search(rooted, root, around)
    const below = all.filter(path => path.startsWith(`${folder}${sep}`))
    for (const path of [...(await search(include, folder, around)), ...below]) if (!isExcluded(path)) add(path, false)
  }
  if (stdin) add(resolve(cwd, stdin.path), true)
  else if (paths.length === 0) await searchIn(root)
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    const entry = await stat(absolute).catch((error: NodeJS.ErrnoException) => error)
    if (entry instanceof Error) {
      if (!isDynamicPattern(path)) throw await missing(path, absolute, entry)
      const matches = await search([path], cwd, around)
      if (matches.length === 0)
        throw new MeshError(
          `No file matches "${path}".`,
          'Check the pattern; it starts from the working directory, and leaves out what git ignores.',
        )
      for (const match of matches) add(match, false)
    } else if (entry.isDirectory()) await searchIn(absolute)
    else if (entry.isFile()) add(absolute, true)
    else
      throw new MeshError(
        `"${path}" is neither a file nor a folder.`,
        'Name a file or a folder; what a program prints is piped in, and "-" stands for it.',
      )
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function missing(path: string, absolute: string, error: NodeJS.ErrnoException): Promise<MeshError> {
  const neighbours: readonly string[] = await readdir(dirname(absolute)).catch(() => [])
  // The name is there: what its link leads to is not.
  const isLink = error.code === 'ENOENT' && neighbours.includes(basename(absolute))
  const near = neighbours.includes(basename(absolute))
    ? ''
    : ((await withSlashes(path, absolute)) ?? didYouMean(basename(absolute), neighbours))
  return new MeshError(
    `Cannot read "${shownPath(resolve(path))}": ${isLink ? 'its symbolic link leads nowhere' : reason(error)}.${near}`,
    'Check the path; it starts from the working directory.',
  )
}

/** A path as Windows writes it, where that leads somewhere with the signs of this system. */
async function withSlashes(path: string, absolute: string): Promise<string | undefined> {
  const slashed = (written: string) => written.replaceAll('\\', '/')
  const entry = path.includes('\\') ? await stat(slashed(absolute)).catch(() => undefined) : undefined
  return entry && ` Did you mean "${slashed(path)}"?`
}
