import type {Exemption} from './contract.js'
import {MeshError} from './errors.js'
import type {Finding, Related} from './finding.js'
import {withoutOutspoken} from './outspoken.js'
import {problemsOf} from './problems.js'
import type {AnyContract, Identified, LintRule, RelatedPlace, Setting} from './rule.js'
import {Run} from './run.js'
import type {Location} from './source.js'

// `any`: a list of rules of one kind holds rules with options of many shapes; each parses its own.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyLintRule = Identified<LintRule<AnyContract, any>>

/** What the configuration says about a rule. */
export interface RuleSetting {
  readonly severity: Setting
  /** As written in mesh.yaml; the rule's schema checks them and fills in the defaults. */
  readonly options?: unknown
}

/** Settings by rule id; a rule that is not named keeps its own severity and its default options. */
export type RuleSettings = ReadonlyMap<string, RuleSetting>

/** Further places of one finding that are told; a component may be used a thousand times. */
const mostRelated = 3

export interface LintResult {
  readonly findings: readonly Finding[]
  /** How many findings an `x-mesh-ignore` or a comment in the contract silenced. */
  readonly ignored: number
  /** Milliseconds that each rule took, when there is a clock. What two rules need is counted for the first of them. */
  readonly times: ReadonlyMap<string, number>
  /** The findings that were silenced, each with what silences it. */
  readonly suppressed: readonly Silenced[]
}

interface Silenced {
  readonly finding: Finding
  readonly exemption: Exemption
}

/**
 * A finding that is completed as long as its rule judges. It is one object from the beginning, and its members come in
 * one order: a copy of each would have a hidden class of its own, and whatever reads a hundred thousand of them later
 * would look up every member anew.
 */
type Draft = {-readonly [Key in keyof Finding]: Finding[Key]} & {related?: Related[]}

/** Judges one contract by every rule that is on. What two operations share is told once. */
export function lint(
  contract: AnyContract,
  rules: Iterable<AnyLintRule>,
  settings: RuleSettings = new Map(),
  clock: () => number = () => 0,
  run = new Run([contract]),
): LintResult {
  const times = new Map<string, number>()
  const findings: Finding[] = []
  const suppressed: Silenced[] = []
  const deference = new Map<string, readonly string[]>()
  let ignored = 0
  for (const rule of rules) {
    const severity = settings.get(rule.id)?.severity ?? rule.severity
    if (severity === 'off') continue
    if (rule.defersTo !== undefined) deference.set(rule.id, rule.defersTo)
    const started = clock()
    const found = new Map<string, Draft>()
    const uses = new Map<Draft, number>()
    const silenced = new Map<string, Silenced>()
    const findingAt = (at: unknown, message: string, location: Location): Draft => {
      const finding: Draft = {rule: rule.id, severity, message, location}
      const element = contract.element?.(at)
      if (element !== undefined) finding.element = element
      return finding
    }
    rule.check(
      contract,
      (at, message, related = []) => {
        const location = contract.locate(at)
        const {path, start, end} = location
        const id = `${start.line}:${start.column}-${end.line}:${end.column} ${path}\n${message}`
        const exemption = contract.exemption?.(at, rule.id) ?? exemptionElsewhere(related, rule.id)
        if (exemption) {
          ignored++
          if (!silenced.has(id)) silenced.set(id, {finding: findingAt(at, message, location), exemption})
          return
        }
        let known = found.get(id)
        if (known === undefined) {
          known = findingAt(at, message, location)
          found.set(id, known)
        }
        if (related.length === 0) return
        uses.set(known, (uses.get(known) ?? 0) + related.length)
        known.related ??= []
        for (const place of related)
          if (known.related.length < mostRelated)
            known.related.push({location: (place.in ?? contract).locate(place.at), message: place.message})
      },
      optionsOf(rule, settings.get(rule.id)?.options),
      run,
    )
    for (const [finding, count] of uses) if (count > mostRelated) finding.uses = count
    for (const each of found.values()) findings.push(each)
    for (const each of silenced.values()) suppressed.push(each)
    times.set(rule.id, clock() - started)
  }
  return {findings: withoutOutspoken(findings, deference), ignored, suppressed, times}
}

/** What lies between contracts can be silenced in each of them. */
function exemptionElsewhere(related: readonly RelatedPlace<unknown>[], rule: string): Exemption | undefined {
  const exemptions = related.map(place => place.in?.exemption?.(place.at, rule))
  return exemptions.every(each => each !== undefined) ? exemptions[0] : undefined
}

/** The options of a rule, checked and completed with their defaults. */
export function optionsOf(rule: AnyLintRule, given?: unknown): unknown {
  // Most rules have their defaults, and a repository has thousands of contracts.
  if (given !== undefined) return checkedOptions(rule, given)
  const known = defaults.get(rule) ?? checkedOptions(rule, {})
  defaults.set(rule, known)
  return known
}

const defaults = new WeakMap<AnyLintRule, unknown>()

function checkedOptions(rule: AnyLintRule, given: unknown): unknown {
  if (rule.options === undefined) {
    if (Object.keys(given as object).length === 0) return {}
    throw new MeshError(`Rule "${rule.id}" has no options.`, 'Write its severity only.')
  }
  const result = rule.options.safeParse(given)
  if (result.success) return result.data
  const problems = problemsOf(result.error, rule.options, given)
  throw new MeshError(
    `The options of rule "${rule.id}" are not right: ${problems.join(' ')}`,
    `Run "mesh explain ${rule.id}" to see its options.`,
  )
}
