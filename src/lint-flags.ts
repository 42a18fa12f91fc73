import {Args, Flags} from '@oclif/core'
import type {Subject} from './contracts/index.js'
import {MeshError} from './core/errors.js'
import {severities} from './core/finding.js'
import type {LintChoices, LintRequest} from './lint/request.js'

/** One value for each flag: a path may stand behind it. */
const repeated = {multiple: true, multipleNonGreedy: true} as const

/** The flags of everything that judges by rules. */
export const judgingFlags = {
  all: Flags.boolean({
    default: false,
    summary:
      'Print every finding by file and place; without it, many are grouped by rule and cause. SARIF then lists suppressed ones, too.',
  }),
  only: Flags.string({
    ...repeated,
    helpValue: 'RULE',
    summary: 'Run these rules only: an id, a folder such as `openapi` or a glob; may be repeated.',
  }),
  skip: Flags.string({
    ...repeated,
    helpValue: 'RULE',
    summary: 'Leave out these rules: an id, a folder or a glob; may be repeated.',
  }),
  rule: Flags.string({
    ...repeated,
    helpValue: 'RULE=SEVERITY',
    summary: 'Set the severity of a rule for this run, such as `openapi/path-style=off`; may be repeated.',
  }),
  baseline: Flags.string({
    helpValue: 'FILE',
    summary: 'Leave out what this file knows; `mesh-baseline.json` beside mesh.yaml by default, where there is one.',
  }),
  'no-baseline': Flags.boolean({
    exclusive: ['baseline', 'write-baseline'],
    summary: 'Tell what the baseline knows, too.',
  }),
  'write-baseline': Flags.boolean({
    summary: 'Make the baseline of what there is. One that is there only shrinks: what is mended is taken out.',
  }),
  since: Flags.string({
    helpValue: 'COMMIT',
    summary: 'Tell only what has to do with changes since the working tree parted from a branch, tag or commit.',
  }),
  'since-scope': Flags.option({
    options: ['lines', 'files'] as const,
    dependsOn: ['since'],
    summary: 'Whether findings on changed lines are told, which is the default, or all in changed files.',
  })(),
  'fail-on': Flags.option({
    options: [...severities, 'never'] as const,
    summary: 'The least severity that fails the run; `lint.failOn`, or `error`, by default.',
  })(),
  'max-warnings': Flags.integer({min: 0, helpValue: 'N', summary: 'Fail when there are more warnings than these.'}),
}

/** The flags of `mesh lint contracts` and `mesh lint manifests`. */
export const lintFlags = {
  ...judgingFlags,
  'allow-remote': Flags.boolean({
    summary: 'Follow `$ref`s to http and https addresses, as `lint.allowRemote` does.',
  }),
  ignore: Flags.string({
    ...repeated,
    helpValue: 'GLOB',
    summary: 'Tell nothing about these files, from the folder of mesh.yaml; may be repeated.',
  }),
  'stdin-filename': Flags.string({
    helpValue: 'FILE',
    summary: 'Judge what is piped in as if it were this file, which need not be there; `-` as a PATH pipes in, too.',
  }),
  'min-score': Flags.string({
    helpValue: 'PERCENT',
    summary: 'Tell how many elements of the contracts pass, and fail below this; the standard demands 95.',
  }),
  timing: Flags.boolean({summary: 'Tell how long each rule took.'}),
}

/** What flags say about which findings are told. */
export interface GivenNarrowing {
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[] | undefined
  readonly baseline: string | undefined
  readonly 'no-baseline': boolean
  readonly 'write-baseline': boolean
  readonly since: string | undefined
  readonly 'since-scope': LintChoices['sinceScope']
}

interface Given extends GivenNarrowing {
  readonly rule: readonly string[] | undefined
  readonly ignore: readonly string[] | undefined
  readonly 'min-score': string | undefined
  readonly timing: boolean
  readonly 'fail-on': LintChoices['failOn']
  readonly 'max-warnings': number | undefined
}

/** What these flags ask for, as features want it. */
export function narrowingChoices(flags: GivenNarrowing) {
  return {
    only: flags.only ?? [],
    skip: flags.skip ?? [],
    baseline: flags['no-baseline'] ? (false as const) : flags.baseline,
    writeBaseline: flags['write-baseline'],
    since: flags.since,
    sinceScope: flags['since-scope'],
  }
}

/** What the flags ask for, as the feature wants it. */
function lintChoices(flags: Given): LintChoices {
  return {
    ...narrowingChoices(flags),
    rules: flags.rule ?? [],
    ignore: flags.ignore ?? [],
    minScore: percentOf(flags['min-score'], '--min-score'),
    timing: flags.timing,
    failOn: flags['fail-on'],
    maxWarnings: flags['max-warnings'],
  }
}

/** The paths of the command line, or what is piped in. */
export function pathsArg(description: string) {
  // Or else oclif takes what is piped in for a path.
  return {path: Args.string({description, required: false, ignoreStdin: true})}
}

/** What a command asks the feature for. */
export async function lintRequest(
  subject: Subject,
  argv: readonly unknown[],
  flags: Given & {readonly 'allow-remote': boolean; readonly 'stdin-filename': string | undefined},
  {config, root, progress}: Pick<LintRequest, 'config' | 'root' | 'progress'>,
): Promise<LintRequest> {
  return {
    ...lintChoices(flags),
    ...(await pipedIn(argv.map(String), flags['stdin-filename'])),
    subject,
    config,
    root,
    cwd: process.cwd(),
    allowRemote: flags['allow-remote'] || config.lint.allowRemote,
    progress,
    // It computes, and leaves nothing behind: Ctrl-C ends the process at once, also in the middle of one huge file.
    signal: new AbortController().signal,
  }
}

/** The number of a flag that gives a share; undefined when it is not given. */
export function percentOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined
  const percent = Number(/^(\d+(?:\.\d+)?) ?%?$/.exec(text)?.[1])
  if (percent <= 100) return percent
  throw new MeshError(`${flag} is given "${text}", which is no number from 0 to 100.`, 'Write for example 95.')
}

/** What is piped in, if a PATH or flag says that something is, and the other paths. */
async function pipedIn(
  argv: readonly string[],
  filename: string | undefined,
): Promise<Pick<LintRequest, 'paths' | 'stdin'>> {
  const paths = argv.filter(path => path !== '-')
  if (filename === undefined && paths.length === argv.length) return {paths}
  const {readStandardInput} = await import('./io/standard-input.js')
  return {paths, stdin: {path: filename ?? 'stdin.yaml', text: await readStandardInput()}}
}
