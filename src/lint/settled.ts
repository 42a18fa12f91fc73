import {resolve} from 'node:path'
import {textKindOf} from '../contracts/index.js'
import {MeshError} from '../core/errors.js'
import type {AnyLintRule} from '../core/lint.js'
import {type Candidate, candidates} from './discover.js'
import type {DocumentLoader} from './documents.js'
import {pathMatcher} from './globs.js'
import {recognize} from './recognize.js'
import type {LintRequest} from './request.js'

/** Whether all that the findings of a rule in a file may come from has been seen; the file is as reports show it. */
export type IsSettled = (file: string, rule: string) => boolean

/**
 * A run that was asked for only some of the project's contracts has not seen it where several files make a finding: a
 * comparison of contracts, a language whose files declare things for each other, and a part that others refer to, too.
 */
export async function settled(
  files: readonly Candidate[],
  rules: readonly Pick<AnyLintRule, 'id' | 'across'>[],
  loader: DocumentLoader,
  request: LintRequest,
): Promise<IsSettled> {
  const {config, root, cwd, paths, ignore = [], stdin, subject} = request
  const seen = new Set(files.map(({path}) => path))
  if ((paths.length === 0 && ignore.length === 0 && !stdin) || (await isWhole())) return () => true
  const comparing = new Set(rules.filter(({across}) => across).map(({id}) => id))
  return (file, rule) => seen.has(resolve(cwd, file)) && textKindOf(file) === undefined && !comparing.has(rule)

  /** Whether nothing else in the project is a contract. */
  async function isWhole(): Promise<boolean> {
    const isNeverSeen = pathMatcher(config.lint.ignore, root, cwd)
    for (const {path} of await candidates([], request))
      if (!seen.has(path) && !isNeverSeen(path) && (await isContract(path))) return false
    return true
  }

  async function isContract(path: string): Promise<boolean> {
    if (textKindOf(path) !== undefined) return true
    try {
      return (await recognize({path, named: false}, loader, subject)).source !== undefined
    } catch (error) {
      // What cannot be read may be one.
      if (error instanceof MeshError) return true
      throw error
    }
  }
}
