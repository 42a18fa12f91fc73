import {existsSync} from 'node:fs'
import {join, relative, resolve, sep} from 'node:path'
import {gitEnvironment} from './git.js'
import {unquotedPath} from './git-path.js'
import {runForLines} from './process-lines.js'
import {repositoryRoot} from './repository.js'

/**
 * The files and folders that git ignores in a folder (or at a file), and the ignored one that it is in itself, by absolute
 * path. What is tracked is not ignored, whatever the patterns say. Without a repository or without git there are none.
 */
export async function ignoredByGit(folder: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const ignored = new Set<string>()
  const root = repositoryRoot(folder)
  if (root === undefined) return ignored
  const git = (words: readonly string[], onLine: (line: string) => void) =>
    runForLines('git', ['--literal-pathspecs', ...words], {cwd: root, env: gitEnvironment(), signal}, onLine)
  const inside = relative(root, folder) || '.'
  const words = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '--', inside]
  await git(words, line => ignored.add(resolve(root, unquotedPath(line))))
  // git does not look into submodules; each has patterns of its own.
  if (existsSync(join(root, '.gitmodules'))) {
    const modules: string[] = []
    await git(['config', '--file', '.gitmodules', '--get-regexp', String.raw`\.path$`], line =>
      modules.push(resolve(root, line.slice(line.indexOf(' ') + 1))),
    )
    const below = modules.filter(path => path.startsWith(folder + sep) && existsSync(join(path, '.git')))
    for (const path of below) for (const each of await ignoredByGit(path, signal)) ignored.add(each)
  }
  return ignored
}
