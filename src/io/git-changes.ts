import {resolve} from 'node:path'
import {MeshError} from '../core/errors.js'
import {gitEnvironment} from './git.js'
import {unquotedPath} from './git-path.js'
import {runForLines} from './process-lines.js'

/** What changed in a file; lines are 1-based and those of the file as it is now. */
export interface Changes {
  /** First and last line of what was added or written anew. */
  readonly ranges: readonly (readonly [number, number])[]
  /** Where lines were taken away: behind which line, and how far the least indented of them was indented. */
  readonly removals: readonly {readonly behind: number; readonly indent: number}[]
}

const deepen =
  'Fetch the history with "git fetch --unshallow"; in a pipeline, set "fetch-depth: 0" (GitHub) or "GIT_DEPTH: 0" (GitLab).'

/**
 * What changed in the working tree since it parted from a commit, by absolute path; a file that git does not know yet
 * is new as a whole.
 */
export async function changesSince(
  reference: string,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Changes>> {
  const git = async (...words: string[]) => {
    const lines: string[] = []
    const {code} = await runForLines('git', words, {cwd: folder, env: gitEnvironment(), signal}, line =>
      lines.push(line),
    )
    return {code, lines}
  }
  const top = await git('rev-parse', '--show-toplevel')
  const [root] = top.lines
  if (top.code !== 0 || root === undefined)
    throw new MeshError(
      `"${folder}" is in no git repository, so nothing can be told about changes since "${reference}".`,
      'Leave out --since, or run mesh in a clone of the repository.',
    )
  const known = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`)
  const [commit] = known.lines
  // A pipeline fetches one commit as a rule, without the branches and the history.
  const isShallow = (await git('rev-parse', '--is-shallow-repository')).lines[0] === 'true'
  if (known.code !== 0 || commit === undefined)
    throw new MeshError(
      `git knows no commit "${reference}"${isShallow ? '; this is a shallow clone' : ''}.`,
      isShallow ? deepen : 'Name a branch, a tag or a commit; one of a server has to be fetched first.',
    )
  const [common] = (await git('merge-base', commit, 'HEAD')).lines
  if (common === undefined && isShallow)
    throw new MeshError(
      `This is a shallow clone, in which git does not see where the working tree and "${reference}" parted.`,
      deepen,
    )
  // What others did on that branch in the meantime is not ours; without a common history all of it counts.
  const base = common ?? commit
  const reader = new DiffReader(root)
  const words = [
    '-c',
    'core.quotePath=false',
    'diff',
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-prefix',
    '-M',
  ]
  const options = {cwd: root, env: gitEnvironment(), signal}
  const {code, complaint} = await runForLines('git', [...words, base, '--'], options, line => reader.read(line))
  if (code !== 0)
    throw new MeshError(`git could not tell what changed: ${complaint.trim()}`, 'Run "git diff" to see why.')
  const changes = new Map<string, Changes>(reader.files)
  for (const path of (await git('ls-files', '--others', '--exclude-standard', '--full-name')).lines)
    changes.set(resolve(root, unquotedPath(path)), {ranges: [[1, Number.POSITIVE_INFINITY]], removals: []})
  return changes
}

/** Reads `git diff --unified=0` line by line. */
class DiffReader {
  readonly files = new Map<string, {ranges: [number, number][]; removals: {behind: number; indent: number}[]}>()
  #file: {ranges: [number, number][]; removals: {behind: number; indent: number}[]} | undefined
  /** Lines of the hunk that are still to come: headers look like removed and added lines. */
  #removed = 0
  #added = 0
  #indent = Number.POSITIVE_INFINITY
  #behind = 0

  constructor(readonly root: string) {}

  read(line: string): void {
    if (this.#removed > 0 && line.startsWith('-')) {
      this.#removed--
      this.#indent = Math.min(this.#indent, indentOf(line.slice(1)))
      if (this.#removed === 0 && this.#indent !== Number.POSITIVE_INFINITY)
        this.#file?.removals.push({behind: this.#behind, indent: this.#indent})
    } else if (this.#added > 0 && line.startsWith('+')) this.#added--
    else if (line.startsWith('+++ ')) {
      // git ends a path that has blanks with a tab.
      const path = unquotedPath(line.slice(4).replace(/\t$/, ''))
      this.#file = path === '/dev/null' ? undefined : {ranges: [], removals: []}
      if (this.#file) this.files.set(resolve(this.root, path), this.#file)
    } else this.#hunk(line)
  }

  #hunk(line: string): void {
    const found = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (!found) return
    const [, removed = '1', start = '0', added = '1'] = found
    this.#removed = Number(removed)
    this.#added = Number(added)
    this.#indent = Number.POSITIVE_INFINITY
    const first = Number(start)
    this.#behind = this.#added === 0 ? first : first - 1
    if (this.#added > 0) this.#file?.ranges.push([first, first + this.#added - 1])
  }
}

/** How far a line is indented; infinitely when it is empty. An item of a list lies in what it is an item of. */
export function indentOf(line: string): number {
  const indent = line.search(/\S/)
  if (indent === -1) return Number.POSITIVE_INFINITY
  return /^- |^-$/.test(line.slice(indent)) ? indent + 1 : indent
}
