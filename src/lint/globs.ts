import {relative, resolve, sep} from 'node:path'
import picomatch from 'picomatch'

/** Tells whether a path, as reports show it, matches one of the globs, which start from a folder. */
export function pathMatcher(globs: readonly string[], folder: string, cwd: string): (path: string) => boolean {
  if (globs.length === 0) return () => false
  const matches = picomatch([...globs], {dot: true})
  const known = new Map<string, boolean>()
  return path => {
    let answer = known.get(path)
    if (answer === undefined) {
      const inside = relative(folder, resolve(cwd, path))
      answer = matches((inside.startsWith('..') ? resolve(cwd, path) : inside).split(sep).join('/'))
      known.set(path, answer)
    }
    return answer
  }
}
