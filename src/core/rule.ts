import type {z} from 'zod'
import type {Contract, NodeOf} from './contract.js'
import type {Severity} from './finding.js'
import type {Run} from './run.js'

export type Setting = Severity | 'off'

export const settings = ['error', 'warning', 'info', 'off'] as const satisfies readonly Setting[]

/** Sets of rules that `lint.extends` names as `mesh:standard`; `mesh:all` has every rule. */
export type Preset = (typeof presets)[number]

export const presets = ['standard', 'recommended', 'minimal'] as const

/**
 * How much harm is done where a rule about security is broken, as code scanning services grade it: `critical` gives the
 * service away, `high` the data of a user, `medium` needs a second mistake, `low` helps whoever looks for one.
 */
export type SecurityGrade = (typeof securityGrades)[number]

export const securityGrades = ['critical', 'high', 'medium', 'low'] as const

type OneOrMore<T> = readonly [T, ...T[]]

/** What the docs, `mesh explain` and SARIF print about a rule. Its id is the path of its file. */
export interface RuleDocs<Example> {
  /** One line that starts with Require, Disallow or Enforce; no full stop. */
  readonly summary: string
  /** Why a reader should care, in a sentence or two. */
  readonly why: string
  /** What to do about a finding. */
  readonly fix: string
  readonly severity: Setting
  /** Only rules about security have one: their findings are listed among the vulnerabilities. */
  readonly security?: SecurityGrade
  /**
   * The presets that turn it on. Rules of the standard say nothing and are in `standard`; a rule of hygiene is in
   * `recommended`, one about what is plainly broken in all three. `[]` is for those that `all` alone has.
   */
  readonly presets?: readonly Preset[]
  /**
   * The id of a rule that tells of the same and of more. Where that one is on, this one is left out unless somebody sets
   * it by name: one fault is one finding.
   */
  readonly within?: string
  /**
   * Ids of rules that count more: where one of them tells something about a place, this one is silent about it and what
   * is in it. An integer that ought to be a string needs no bounds.
   */
  readonly defersTo?: readonly string[]
  /** Tells what keeps other rules from judging: with `--only` of other rules it is still told. */
  readonly always?: true
  readonly examples: {
    readonly valid: OneOrMore<Example>
    /** Each line that is to be reported ends in a comment `want: <message>`; several are joined by ` | `. */
    readonly invalid: OneOrMore<Example>
  }
}

/** A further place with what it has to do with a problem. */
export type RelatedPlace<Node> = OwnPlace<Node> | PlaceElsewhere

interface OwnPlace<Node> {
  readonly at: Node
  readonly message: string
  readonly in?: undefined
}

/** A place of another contract than the one that is judged, which knows what its places look like. */
export interface PlaceElsewhere {
  readonly at: unknown
  readonly message: string
  readonly in: AnyContract
}

/** Tells of one problem. */
export type ReportFinding<Node> = (at: Node, message: string, related?: readonly RelatedPlace<Node>[]) => void

// `any`: a rule of one kind never meets a contract of another; the lists of rules are keyed by kind.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyContract = Contract<string, unknown, any>

/** Judges one contract. */
export interface LintRule<C extends AnyContract, Options = unknown> extends RuleDocs<string> {
  /** The shape of the rule's options in mesh.yaml; every key has a default, so `{}` is always valid. */
  readonly options?: z.ZodType<Options>
  /** Is about several contracts: it judges each when all have been read, and `run.contracts` are all of them. */
  readonly across?: true
  check(contract: C, report: ReportFinding<NodeOf<C>>, options: Options, run: Run): void
}

/** A rule with the id that its path gives it. */
export type Identified<Rule> = Rule & {readonly id: string}
