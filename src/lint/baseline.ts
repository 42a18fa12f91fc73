import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {relative, resolve, sep} from 'node:path'
import {z} from 'zod'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import {problemsOf} from '../core/problems.js'
import {readTextFile, shownPath, writeTextFile} from '../io/files.js'
import type {LintRequest} from './request.js'
import type {IsSettled} from './settled.js'

/** The findings of a project at the time when it began to use mesh: by file and rule, a fingerprint of each. */
const baselineSchema = z.strictObject({
  version: z.literal(1),
  findings: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
})

type Entries = z.output<typeof baselineSchema>['findings']

/** A baseline only shrinks, so that each kind of run has one of its own. */
const baselineFiles = {
  contracts: 'mesh-baseline.json',
  manifests: 'mesh-baseline-manifests.json',
  pacts: 'mesh-baseline-pacts.json',
} as const

/** What of a request is about the baseline. */
export interface BaselineRequest
  extends Pick<LintRequest, 'root' | 'cwd' | 'baseline' | 'writeBaseline' | 'only' | 'skip' | 'since'> {
  readonly subject?: keyof typeof baselineFiles
}

/** What the baseline says about the findings of a run. */
export interface Compared {
  /** The findings that are not in it. */
  readonly fresh: readonly Finding[]
  /** For the JSON output and the summary; undefined when there is no baseline. */
  readonly baseline: BaselineFigures | undefined
}

export interface BaselineFigures {
  readonly path: string
  /** Findings that are in it. */
  readonly known: number
  /** Entries that are not found any more. */
  readonly gone: number
  /** Whether the file was written in this run. */
  readonly written: boolean
}

/** Takes the findings out that the baseline knows, and writes it where that is asked for. It never grows. */
export async function withoutBaseline(
  findings: readonly Finding[],
  /** The files that were judged, as reports show them. */
  judged: ReadonlySet<string>,
  isAlwaysTold: (rule: string) => boolean,
  settled: () => Promise<IsSettled>,
  request: BaselineRequest,
): Promise<Compared> {
  const {root, cwd, baseline, writeBaseline = false, subject = 'contracts'} = request
  if (baseline === false) return {fresh: findings, baseline: undefined}
  const path = resolve(baseline === undefined ? root : cwd, baseline ?? baselineFiles[subject])
  const shown = shownPath(path, cwd)
  const exists = existsSync(path)
  if (!exists && baseline !== undefined && !writeBaseline)
    throw new MeshError(`There is no baseline "${shown}".`, 'Make it with --write-baseline.')
  if (!exists && !writeBaseline) return {fresh: findings, baseline: undefined}
  const partly = [...(request.only ?? []), ...(request.skip ?? []), ...(request.since === undefined ? [] : ['since'])]
  if (writeBaseline && partly.length > 0)
    throw new MeshError(
      'A baseline is about all rules and all changes.',
      'Leave out --only, --skip and --since when you write it.',
    )
  const folder = resolve(path, '..')
  const fileOf = (finding: Finding) => relative(folder, resolve(cwd, finding.location.path)).split(sep).join('/')
  const pool = new Pool(exists ? await read(path, shown) : {}, file => existsSync(resolve(folder, file)))
  const told = findings.filter(({rule}) => isAlwaysTold(rule))
  const others = findings.filter(({rule}) => !isAlwaysTold(rule))
  if (!exists) {
    await write(path, entriesOf(others, fileOf))
    return {fresh: told, baseline: {path: shown, known: others.length, gone: 0, written: true}}
  }
  const known = new Set(others.filter(finding => pool.take(fileOf(finding), finding.rule, fingerprintOf(finding))))
  // A file may have been moved.
  for (const finding of others)
    if (!known.has(finding) && pool.takeMoved(finding.rule, fingerprintOf(finding))) known.add(finding)
  const shownAs = new Map([...judged].map(each => [relative(folder, resolve(cwd, each)).split(sep).join('/'), each]))
  // To find out takes a look at the whole project.
  const isSettled = partly.length === 0 && pool.hasMore ? await settled() : () => false
  const mayBeLeft = (file: string, rule: string) => {
    const seen = shownAs.get(file)
    return seen === undefined || !isSettled(seen, rule)
  }
  const {gone, kept} = partly.length > 0 ? {gone: 0, kept: {}} : pool.rest(mayBeLeft)
  if (writeBaseline) await write(path, together(kept, entriesOf([...known], fileOf)))
  return {
    fresh: findings.filter(finding => !known.has(finding)),
    baseline: {path: shown, known: known.size, gone, written: writeBaseline},
  }
}

/** The entries that no finding has taken yet. */
class Pool {
  readonly #counts = new Map<string, number>()

  constructor(
    readonly entries: Entries,
    readonly isThere: (file: string) => boolean,
  ) {
    for (const [file, rules] of Object.entries(entries)) {
      const owner = isThere(file) ? file : ''
      for (const [rule, prints] of Object.entries(rules)) for (const print of prints) this.#add(owner, rule, print)
    }
  }

  take(file: string, rule: string, print: string): boolean {
    const key = `${file}\n${rule}\n${print}`
    const count = this.#counts.get(key) ?? 0
    if (count > 0) this.#counts.set(key, count - 1)
    return count > 0
  }

  get hasMore(): boolean {
    return [...this.#counts.values()].some(count => count > 0)
  }

  takeMoved(rule: string, print: string): boolean {
    return this.take('', rule, print)
  }

  /**
   * How many entries are left and prove something mended, and those that prove nothing: the run has not seen all that
   * their findings come from.
   */
  rest(mayBeLeft: (file: string, rule: string) => boolean): {readonly gone: number; readonly kept: Entries} {
    const kept = noEntries()
    let gone = 0
    for (const [key, count] of this.#counts) {
      const [print = '', rule = '', ...names] = key.split('\n').reverse()
      // A file may have a line break in its name.
      const file = names.reverse().join('\n')
      if (file !== '' && mayBeLeft(file, rule)) for (let each = 0; each < count; each++) put(kept, file, rule, print)
      else gone += count
    }
    return {gone, kept}
  }

  #add(file: string, rule: string, print: string): void {
    const key = `${file}\n${rule}\n${print}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}

/** Neither line nor column is in it: lines move. */
function fingerprintOf({element = '', message}: Finding): string {
  return createHash('sha256').update(`${element}\n${message}`).digest('hex').slice(0, 16)
}

function entriesOf(findings: readonly Finding[], fileOf: (finding: Finding) => string): Entries {
  const entries = noEntries()
  for (const finding of findings) put(entries, fileOf(finding), finding.rule, fingerprintOf(finding))
  return entries
}

/** What is still there and what is not known to be mended. */
function together(kept: Entries, found: Entries): Entries {
  for (const [file, rules] of Object.entries(found))
    for (const [rule, prints] of Object.entries(rules)) for (const print of prints) put(kept, file, rule, print)
  return kept
}

/** A file may be called like something that every object has. */
function noEntries(): Entries {
  return Object.create(null)
}

function put(entries: Entries, file: string, rule: string, print: string): void {
  const rules = entries[file] ?? {}
  entries[file] = rules
  const prints = rules[rule] ?? []
  rules[rule] = prints
  prints.push(print)
}

async function read(path: string, shown: string): Promise<Entries> {
  const text = await readTextFile(path, shown)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new MeshError(
      `The baseline "${shown}" is not valid JSON.`,
      'After a merge, take one side and shrink it with --write-baseline.',
    )
  }
  const result = baselineSchema.safeParse(value)
  if (result.success) return result.data.findings
  throw new MeshError(
    `"${shown}" is no baseline: ${problemsOf(result.error, baselineSchema, value).join(' ')}`,
    'Remove it and make it anew with --write-baseline.',
  )
}

/** Sorted, one entry a line: two branches that shrink it seldom touch the same lines. */
async function write(path: string, entries: Entries): Promise<void> {
  const sorted = Object.entries(entries)
    .sort(byName)
    .map(([file, rules]) => {
      const lists = Object.entries(rules).sort(byName)
      return [file, Object.fromEntries(lists.map(([rule, prints]) => [rule, [...prints].sort()]))]
    })
  await writeTextFile(path, `${JSON.stringify({version: 1, findings: Object.fromEntries(sorted)}, null, 2)}\n`)
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
