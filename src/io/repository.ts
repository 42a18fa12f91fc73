import {existsSync} from 'node:fs'
import {dirname, join, relative, resolve, sep} from 'node:path'

/**
 * What the git repository around the working directory calls a file, with `/`. Outside of a repository, and for a file
 * that is not in it or an address, the path itself.
 */
export function pathInRepository(path: string): string {
  const root = /^\w[\w+.-]+:\/\//.test(path) ? undefined : repositoryRoot(process.cwd())
  if (root === undefined) return path
  const inside = relative(root, resolve(path))
  return inside === '' || inside.startsWith('..') ? path : inside.split(sep).join('/')
}

const roots = new Map<string, string | undefined>()

/** The top folder of the git repository that a folder is in. */
export function repositoryRoot(folder: string): string | undefined {
  if (roots.has(folder)) return roots.get(folder)
  const parent = dirname(folder)
  // `.git` is a file in a worktree and in a submodule.
  const root = existsSync(join(folder, '.git')) ? folder : parent === folder ? undefined : repositoryRoot(parent)
  roots.set(folder, root)
  return root
}
