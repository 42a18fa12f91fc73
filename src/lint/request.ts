import type {Config} from '../config/schema.js'
import type {Subject} from '../contracts/index.js'
import type {Progress} from '../core/progress.js'

export interface LintRequest extends LintChoices {
  /** Contracts, unless it says otherwise. */
  readonly subject?: Subject
  /** Files, folders and globs; none means what the configuration includes. */
  readonly paths: readonly string[]
  readonly config: Config
  /** The folder of mesh.yaml: references to files do not leave it. */
  readonly root: string
  readonly cwd: string
  /** Follow references into the network. */
  readonly allowRemote: boolean
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What one run asks for beside the configuration. */
export interface LintChoices {
  /** Severities such as `openapi/path-style=off`; they count more than the configuration. */
  readonly rules?: readonly string[]
  /** Ids, folders or globs of the rules that are run, and of those that are not. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  /** Globs of files about which nothing is told. */
  readonly ignore?: readonly string[]
  /** The file of known findings, from `cwd`, or false for none; `mesh-baseline.json` in `root` where there is one. */
  readonly baseline?: string | false | undefined
  /** Make the baseline, or take out of it what is mended. */
  readonly writeBaseline?: boolean
  /** A commit: only what has to do with changes since then is told. */
  readonly since?: string | undefined
  /** Whether a change is about its lines, which is the default, or about the whole file. */
  readonly sinceScope?: 'lines' | 'files' | undefined
  /** A contract that is not in a file; its path, from `cwd`, tells what it is and what it refers to. */
  readonly stdin?: {readonly path: string; readonly text: string} | undefined
  /** Tell how long each rule took. */
  readonly timing?: boolean
  /** Tell how many of a hundred elements pass, and fail below this. */
  readonly minScore?: number | undefined
  readonly failOn?: Config['lint']['failOn'] | undefined
  readonly maxWarnings?: number | undefined
}
