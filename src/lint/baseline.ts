import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {relative, resolve, sep} from 'node:path'
import {z} from 'zod'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import {problemsOf} from '../core/problems.js'
import {readTextFile, shownPath, writeTextFile} from '../io/files.js'
import type {LintRequest} from './request.js'

/** The findings of a project at the time when it began to use mesh: by file and rule, a fingerprint of each. */
const baselineSchema = z.strictObject({
  version: z.literal(1),
  findings: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
})

type Entries = z.output<typeof baselineSchema>['findings']

export const baselineFile = 'mesh-baseline.json'

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
  request: LintRequest,
): Promise<Compared> {
  const {root, cwd, baseline, writeBaseline = false} = request
  if (baseline === false) return {fresh: findings, baseline: undefined}
  const path = resolve(baseline === undefined ? root : cwd, baseline ?? baselineFile)
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
  const files = new Set([...judged].map(each => relative(folder, resolve(cwd, each)).split(sep).join('/')))
  const {gone, kept} = partly.length > 0 ? {gone: 0, kept: {}} : pool.rest(files)
  if (writeBaseline) await write(path, {...kept, ...entriesOf([...known], fileOf)})
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

  takeMoved(rule: string, print: string): boolean {
    return this.take('', rule, print)
  }

  /** How many entries of judged or absent files are left, and the entries of the files that were not judged. */
  rest(judged: ReadonlySet<string>): {readonly gone: number; readonly kept: Entries} {
    const kept = Object.fromEntries(
      Object.entries(this.entries).filter(([file]) => !judged.has(file) && this.isThere(file)),
    )
    let gone = 0
    for (const [key, count] of this.#counts) if (!Object.hasOwn(kept, key.slice(0, key.indexOf('\n')))) gone += count
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
  // A file may be called like something that every object has.
  const entries: Entries = Object.create(null)
  for (const finding of findings) {
    const file = fileOf(finding)
    const rules = entries[file] ?? {}
    entries[file] = rules
    const prints = rules[finding.rule] ?? []
    rules[finding.rule] = prints
    prints.push(fingerprintOf(finding))
  }
  return entries
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
