import {resolve} from 'node:path'
import type {Finding} from '../core/finding.js'
import {Lines, type Location, type Source} from '../core/source.js'
import {type Changes, changesSince, indentOf} from '../io/git-changes.js'
import type {LintRequest} from './request.js'

/** Tells whether a finding has to do with what changed since a commit; everything has, when none was named. */
export async function changedOnly(
  {
    since,
    sinceScope = 'lines',
    root,
    cwd,
    signal,
  }: Pick<LintRequest, 'since' | 'sinceScope' | 'root' | 'cwd' | 'signal'>,
  sources: readonly Source[],
  isAlwaysTold: (rule: string) => boolean,
): Promise<(finding: Finding) => boolean> {
  if (since === undefined) return () => true
  const changes = await changesSince(since, root, signal)
  const textOf = new Map(sources.map(({path, text}) => [path, text]))
  const touched = new Map<string, Touched>()
  const isChanged = (location: Location, wholeFile: boolean) => {
    const {path, start, end} = location
    const changed = changes.get(resolve(cwd, path))
    if (!changed || wholeFile) return changed !== undefined
    const lines = touched.get(path) ?? new Touched(changed, textOf.get(path) ?? '')
    touched.set(path, lines)
    return lines.meets(start.line, end.line)
  }
  return ({rule, location, related = []}) => {
    // A fault of the syntax is often told far behind the line that causes it.
    const wholeFile = sinceScope === 'files' || isAlwaysTold(rule)
    return [location, ...related.map(place => place.location)].some(place => isChanged(place, wholeFile))
  }
}

/** The lines of a file that changed. */
class Touched {
  readonly #ranges: readonly (readonly [number, number])[]

  constructor({ranges, removals}: Changes, text: string) {
    const lines = new Lines(text)
    // What was taken away is missed where it was: that is told about one of the elements around it.
    const around = removals.flatMap(({behind, indent}) => enclosing(lines, behind, indent))
    this.#ranges = [...ranges, ...around.map(line => [line, line] as const)].sort(([a], [b]) => a - b)
  }

  meets(start: number, end: number): boolean {
    return this.#ranges.some(([first, last]) => first <= end && start <= last)
  }
}

/** The lines that begin the elements around a place, by their indentation. */
function enclosing(lines: Lines, behind: number, indent: number): number[] {
  const found: number[] = []
  let least = indent
  for (let number = behind; number > 0 && least > 0; number--) {
    const own = indentOf(lines.line(number))
    if (own >= least) continue
    found.push(number)
    least = own
  }
  return found
}
