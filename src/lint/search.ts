import * as fileSystem from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'
import picomatch from 'picomatch'
import {globSync} from 'tinyglobby'
import {ignoredByGit} from '../io/git-ignored.js'
import {repositoryRoot} from '../io/repository.js'
import {isBelow} from './documents.js'

/** A symbolic link that a search does not follow, or a folder that it may not read. */
export interface LeftPlace {
  /** Absolute. */
  readonly path: string
  readonly why: 'out' | 'nowhere' | 'closed'
}

/** What a search for files needs to know beside the patterns. */
export interface Surroundings {
  /** What a link may lead to, where there is no repository. */
  readonly root: string
  readonly signal: AbortSignal
  /** Is told about each place where something that is looked for may be, and was not seen. */
  readonly onLeft?: (link: LeftPlace) => void
}

const neverLookedAt = ['**/node_modules/**', '**/dist/**', '**/coverage/**']

/**
 * The absolute paths of the files in a folder that match one of the globs. What git ignores is left out unless the folder
 * or the beginning of a glob names it. Links are followed within the repository; a file is found once.
 */
export async function search(
  patterns: readonly string[],
  folder: string,
  {root, signal, onLeft}: Surroundings,
): Promise<readonly string[]> {
  if (patterns.length === 0) return []
  const ignored = new Set(await ignoredByGit(folder, signal))
  for (const pattern of patterns) {
    const {base} = picomatch.scan(pattern)
    for (let path = resolve(folder, base); ; path = dirname(path)) {
      ignored.delete(path)
      if (path === dirname(path)) break
    }
  }
  const links = new Links(fileSystem.realpathSync(repositoryRoot(folder) ?? root))
  const isWanted = picomatch([...patterns])
  // One folder after the other, in the order of names: of two links to one folder, the same is followed in every run.
  const found = globSync([...patterns], {
    cwd: folder,
    absolute: true,
    ignore: neverLookedAt,
    expandDirectories: false,
    fs: {
      // Sound, also below: the library calls these with just these arguments.
      readdirSync: ((path: string, options: {withFileTypes: true}) => {
        if (ignored.has(resolve(path))) return []
        try {
          return fileSystem.readdirSync(path, options).sort(byName)
        } catch (error) {
          const {code} = error as NodeJS.ErrnoException
          if (code === 'EACCES' || code === 'EPERM') onLeft?.({path: resolve(path), why: 'closed'})
          return []
        }
      }) as typeof fileSystem.readdirSync,
      realpathSync: ((path: string) => {
        if (ignored.has(path)) throw new Error('Ignored.')
        const real = links.follow(path)
        const why = links.left.get(path)
        const isFolder = why === 'out' && fileSystem.statSync(path, {throwIfNoEntry: false})?.isDirectory()
        if (why && (isFolder || isWanted(relative(folder, path).split(sep).join('/')))) onLeft?.({path, why})
        if (real === undefined) throw new Error('Not followed.')
        return real
      }) as typeof fileSystem.realpathSync,
    },
  })
  for (const real of links.targets)
    if (!isBelow(real, folder)) for (const path of await ignoredByGit(real, signal)) ignored.add(path)
  const byOwn = links.once(found.map(path => resolve(path)))
  return [...byOwn].flatMap(([own, path]) => (isIn(own, ignored) ? [] : path))
}

/** Whether a path or a folder above it is in a set. */
function isIn(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (paths.has(at)) return true
    if (at === dirname(at)) return false
  }
}

function byName(one: fileSystem.Dirent, other: fileSystem.Dirent): number {
  return one.name < other.name ? -1 : 1
}

/** The symbolic links that a search meets. */
class Links {
  readonly left = new Map<string, LeftPlace['why']>()
  readonly #followed = new Map<string, string>()

  constructor(private readonly boundary: string) {}

  /** Where a link leads; undefined if it is not to be followed. */
  follow(path: string): string | undefined {
    let real: string
    try {
      real = fileSystem.realpathSync(path)
    } catch {
      this.left.set(path, 'nowhere')
      return undefined
    }
    if (!isBelow(real, this.boundary)) {
      this.left.set(path, 'out')
      return undefined
    }
    // Folders that lead to each other would be walked again and again, on paths without end.
    if (isBelow(path, real) || [...this.#followed.values()].some(known => isBelow(real, known))) return undefined
    this.#followed.set(path, real)
    return real
  }

  /** Where the links that were followed lead. */
  get targets(): readonly string[] {
    return [...this.#followed.values()]
  }

  /** Each file by its own path, with the one by which it is called: its own if it was found, or else the first. */
  once(paths: readonly string[]): ReadonlyMap<string, string> {
    // Of a link in a followed folder, its own target counts.
    const links = [...this.#followed].sort(([a], [b]) => b.length - a.length)
    const byReal = new Map<string, string>()
    for (const path of [...paths].sort()) {
      const [link, real = ''] = links.find(([each]) => isBelow(path, each)) ?? []
      const own = link === undefined ? path : join(real, relative(link, path))
      if (link === undefined || !byReal.has(own)) byReal.set(own, path)
    }
    return byReal
  }
}
