import type {Figure} from './figure.js'
import type {Finding} from './finding.js'
import type {RuleDocs} from './rule.js'
import type {Source} from './source.js'

/** Figures for people: latencies of a load test, the files of a plan. Numbers are aligned right. */
export interface Table {
  readonly title?: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/**
 * `pass` and `fail` are verdicts; `inconclusive` means too little was seen to give one, `invalid` that the measurement
 * itself went wrong. Only load tests give the last two.
 */
export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'invalid'

/** What a rule is, for formats that describe the rules that ran. */
export type RuleSummary = Pick<RuleDocs<unknown>, 'summary' | 'why' | 'fix' | 'severity' | 'security'> & {
  readonly id: string
}

/** What a command found or did. Reporters print it; its outcome decides the exit code. Features never print. */
export interface Report {
  readonly outcome: Outcome
  /** What the shell is told, where the outcome alone would not say enough. */
  readonly exitCode?: number
  /** What it is about, for formats with a headline. */
  readonly title?: string
  /** One sentence, the last line of the text output. */
  readonly summary: string
  readonly findings: readonly Finding[]
  /** What was found and is not told, for formats that keep a record of it. */
  readonly suppressed?: readonly Suppressed[]
  readonly rules?: readonly RuleSummary[]
  /** Prose and code for people, printed before the lines. */
  readonly sections?: readonly Section[]
  /** Lines for people, printed before the tables: one per interaction, per file made, … */
  readonly lines?: readonly Line[]
  readonly tables?: readonly Table[]
  /** Pictures, for formats that can show them. */
  readonly figures?: readonly Figure[]
  /** All of the text output when the report is a text for another program, such as a diagram in Mermaid. */
  readonly document?: string
  /** What to do next; printed behind the summary. */
  readonly next?: readonly string[]
  /** Members of the JSON output beside `outcome`, `summary` and `findings`. Their keys are part of the interface. */
  readonly data?: Readonly<Record<string, unknown>>
  /** The texts that findings point into, for code frames. */
  readonly sources?: readonly Source[]
}

/** A finding that an exemption in the contract silences, or that the baseline knows. */
export interface Suppressed {
  readonly finding: Finding
  readonly by: 'exemption' | 'baseline'
  /** Why, as the exemption says. */
  readonly reason?: string
}

/** A titled piece of text. `text` is wrapped to the width of the terminal, `code` is printed as it is. */
export interface Section {
  readonly title: string
  readonly text?: string
  readonly code?: string
}

/** A line of the text output with a mark for how it went. */
export interface Line {
  readonly mark: 'good' | 'bad' | 'doubtful' | 'plain'
  readonly text: string
  /** Further lines, indented below it. */
  readonly details?: readonly string[]
}

/** How to print, apart from the format itself. */
export interface ReportStyle {
  readonly color: boolean
  /** Show code frames, why and fix. */
  readonly verbose: boolean
  /** Leave out everything but findings and the summary. */
  readonly quiet: boolean
  /** Show every finding, however many there are, by file and place. */
  readonly all: boolean
  /** Columns of the terminal; tables and code frames keep within it. */
  readonly width: number
  /** Sentences are broken where the terminal ends; in a pipe or a file each stays on its line. */
  readonly terminal: boolean
  /** Version of mesh, for formats that name the tool. */
  readonly version: string
  /** What the repository calls the file of a finding, for services that show findings beside the code. */
  readonly pathInRepository: (path: string) => string
}

export type Reporter = (report: Report, style: ReportStyle) => string
