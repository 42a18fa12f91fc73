import {MeshError} from './errors.js'
import type {Finding} from './finding.js'
import {withoutOutspoken} from './outspoken.js'
import {problemsOf} from './problems.js'
import type {AnyContract, Identified, LintRule, Setting} from './rule.js'
import {Run} from './run.js'
import {type Silenced, Told} from './told.js'

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

export interface LintResult {
  readonly findings: readonly Finding[]
  /** How many findings an `x-mesh-ignore` or a comment in the contract silenced. */
  readonly ignored: number
  /** Milliseconds that each rule took; none without a clock. What two rules need is counted for the first of them. */
  readonly times: ReadonlyMap<string, number>
  /** The findings that were silenced, each with what silences it. */
  readonly suppressed: readonly Silenced[]
}

/** Judges one contract by every rule that is on. What two operations share is told once. */
export function lint(
  contract: AnyContract,
  rules: Iterable<AnyLintRule>,
  settings: RuleSettings = new Map(),
  clock?: () => number,
  run = new Run([contract]),
): LintResult {
  const times = new Map<string, number>()
  const findings: Finding[] = []
  const suppressed: Silenced[] = []
  const deference = new Map<string, readonly string[]>()
  let ignored = 0
  let now = clock?.() ?? 0
  for (const rule of rules) {
    const severity = settings.get(rule.id)?.severity ?? rule.severity
    if (severity === 'off') continue
    if (rule.defersTo !== undefined) deference.set(rule.id, rule.defersTo)
    // Most rules find nothing in most contracts.
    let told: Told | undefined
    rule.check(
      contract,
      (at, message, related = []) => {
        told ??= new Told(contract, rule.id, severity)
        told.add(at, message, related)
      },
      optionsOf(rule, settings.get(rule.id)?.options),
      run,
    )
    if (told !== undefined) {
      for (const each of told.findings) findings.push(each)
      for (const each of told.silenced) suppressed.push(each)
      ignored += told.ignored
    }
    if (clock === undefined) continue
    const started = now
    now = clock()
    times.set(rule.id, now - started)
  }
  return {findings: withoutOutspoken(findings, deference), ignored, suppressed, times}
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
