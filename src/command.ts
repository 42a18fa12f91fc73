import {Command, Errors, Flags, type Interfaces} from '@oclif/core'
import type {Config} from './config/schema.js'
import {Interrupted, MeshError, RemoteError} from './core/errors.js'
import type {Progress} from './core/progress.js'
import type {Line, Outcome, Report, ReportStyle} from './core/report.js'
import type {Source} from './core/source.js'
import {didYouMean} from './core/suggest.js'
import {type Destination, destinations, formatFlag} from './format-flag.js'
import {pathInRepository} from './io/repository.js'
import {formats} from './reporters/index.js'

export {formatFlag} from './format-flag.js'

/**
 * What a command tells the shell. `inconclusive` is 0 unless the command was asked to be strict; `remote` is a server
 * that was needed and gave no answer.
 */
export const exitCodes = {
  pass: 0,
  fail: 1,
  usage: 2,
  bug: 3,
  invalid: 4,
  remote: 4,
  inconclusive: 5,
  interrupted: 130,
} as const

const bugs = 'https://github.com/mesh-cli/mesh/issues'

export interface GlobalFlags {
  readonly format: readonly Destination[]
  readonly output: string | undefined
  readonly config: string | undefined
  readonly color: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  /** Of commands that may find thousands of things; the others print everything. */
  readonly all?: boolean
}

/** What every command works with: the project's configuration and ways to tell and to stop. */
export interface Session {
  readonly config: Config
  /** The folder of mesh.yaml, or the working directory when there is none: what paths in the configuration start from. */
  readonly root: string
  /** The text of mesh.yaml, for findings in it; undefined when there is none. */
  readonly configSource: Source | undefined
  readonly progress: Progress
  /** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
  readonly signal: AbortSignal
}

export abstract class MeshCommand extends Command {
  static override baseFlags = {
    format: formatFlag(formats),
    output: Flags.string({
      char: 'o',
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
      summary: 'Write the result to a file instead of standard output.',
    }),
    config: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
      summary: 'Configuration to use instead of the nearest mesh.yaml.',
    }),
    color: Flags.boolean({
      allowNo: true,
      default: true,
      helpGroup: 'GLOBAL',
      summary: 'Use colour on a terminal; NO_COLOR turns it off, too.',
    }),
    quiet: Flags.boolean({
      char: 'q',
      exclusive: ['verbose'],
      helpGroup: 'GLOBAL',
      summary: 'Print findings and the summary only.',
    }),
    verbose: Flags.boolean({
      char: 'v',
      helpGroup: 'GLOBAL',
      summary: 'Print more: code frames, reasons and fixes.',
    }),
  }

  /** Reads the configuration and listens for Ctrl-C. */
  protected async open(flags: GlobalFlags): Promise<Session> {
    // Told before the work, not after it.
    destinations(flags.format, flags.output)
    const {loadConfig} = await import('./config/load.js')
    const {config, root, source} = await loadConfig(process.cwd(), flags.config)
    return {
      config,
      root,
      configSource: source,
      progress: this.progress(flags),
      // Read only by commands that know how to stop: the others keep the default, which ends the process.
      get signal() {
        return untilInterrupted()
      },
    }
  }

  /** A line on standard error that is rewritten; silent when nobody watches. */
  protected progress(flags: Pick<GlobalFlags, 'quiet'>): Progress {
    if (!process.stderr.isTTY || flags.quiet) return () => {}
    const clear = () => process.stderr.write('\r\u001B[K')
    clearProgress = clear
    return text => {
      clear()
      const columns = process.stderr.columns || 80
      const shown = typeof text === 'string' ? text : text(columns)
      process.stderr.write(shown.slice(0, Math.max(20, columns - 1)))
    }
  }

  /** Prints and writes a report in the formats that were asked for and sets the exit code. */
  protected async print(report: Report, flags: GlobalFlags, exitCodeOf: (outcome: Outcome) => number = exitCodeFor) {
    clearProgress()
    const [{reporters}, {writeTextFile}] = await Promise.all([import('./reporters/index.js'), import('./io/files.js')])
    for (const {format, file} of destinations(flags.format, flags.output)) {
      const text = (await reporters[format]())(report, this.style(flags, file))
      if (file === undefined) process.stdout.write(text)
      else await writeTextFile(file, text)
    }
    // Node keeps running until the output is flushed; process.exit would cut it off in a pipe.
    const code = report.exitCode ?? exitCodeOf(report.outcome)
    process.exitCode = interruption?.signal.aborted ? exitCodes.interrupted : code
  }

  /** Prints a line of a long text output as soon as it is known; other formats, files and --quiet wait for the report. */
  protected async printLine(line: Line, flags: GlobalFlags) {
    const printed = destinations(flags.format, flags.output).find(({file}) => file === undefined)
    if (printed?.format !== 'text' || flags.quiet) return
    clearProgress()
    const {printedLine} = await import('./reporters/marked-line.js')
    process.stdout.write(`${printedLine(line, this.style(flags, undefined))}\n`)
  }

  /** Does what may fail for a reason that the user can mend, tells it, and goes on. */
  protected async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof MeshError)) throw error
      process.exitCode = explainError(error)
    }
  }

  private style(flags: GlobalFlags, file: string | undefined): ReportStyle {
    const {stdout, env} = process
    const terminal = file === undefined && stdout.isTTY === true
    const forced = file === undefined && !['', '0', 'false'].includes(env.FORCE_COLOR ?? '')
    const colour = (env.NO_COLOR ?? '') === '' && (terminal || forced)
    return {
      color: flags.color && colour && env.TERM !== 'dumb',
      verbose: flags.verbose,
      quiet: flags.quiet,
      all: flags.all ?? true,
      terminal,
      width: terminal ? stdout.columns || 80 : 100,
      version: this.config.version,
      pathInRepository,
    }
  }

  // oclif prints and exits by itself; errors are explained in one place, by main.
  protected override async catch(error: Error): Promise<never> {
    throw error
  }
}

/** A check that is inconclusive fails nobody; a command with --strict passes a function of its own. */
export function exitCodeFor(outcome: Outcome): number {
  return outcome === 'inconclusive' ? exitCodes.pass : exitCodes[outcome]
}

let clearProgress: () => unknown = () => {}

let interruption: AbortController | undefined

/** A signal that aborts at Ctrl-C. The second Ctrl-C does not wait for anybody. */
function untilInterrupted(): AbortSignal {
  if (interruption) return interruption.signal
  const controller = new AbortController()
  interruption = controller
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    process.exitCode = exitCodes.interrupted
    controller.abort(new Interrupted('Interrupted.'))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}

/** Tells the user about an error on standard error and gives the exit code for it. */
export function explainError(error: unknown): number {
  clearProgress()
  if (isInterruption(error) || isPromptCancelled(error)) return exitCodes.interrupted
  if (error instanceof RemoteError) return complain(error.message, error.hint, exitCodes.remote)
  if (error instanceof MeshError) return complain(error.message, error.hint, error.exitCode)
  if (error instanceof Errors.ExitError) return error.oclif.exit ?? exitCodes.pass
  if (error instanceof Errors.CLIError) return complain(...explainCommandLine(error))
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`This is a bug in mesh. Please report it at ${bugs} with the text below.\n\n${stack}\n`)
  return exitCodes.bug
}

function complain(message: string, hint?: string, exitCode: number = exitCodes.usage): number {
  process.stderr.write(`error: ${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`)
  return exitCode
}

/** oclif's complaint about flags and arguments as a sentence, with the flag that was probably meant. */
function explainCommandLine(
  error: Interfaces.CommandError & {flags?: string[]; args?: unknown[]; parse?: ParsedInput},
): [string, string] {
  const seeHelp = 'Run the command with --help to see its flags.'
  if (/^Missing \d+ required arg/.test(error.message)) return [missingArguments(error.args ?? []), seeHelp]
  const message = error.message
    .replaceAll(/\u001B\[[\d;]*m/g, '')
    .replace(/\n?See more help with --help\n?/, '')
    .replace(/^Parsing (--\S+)\s+(?=.*\1)/, '')
    .replace(/^Parsing (\S+)\s+/, '$1: ')
    .replace(/^The following errors? occurred:\s+/, '')
    .replaceAll(/Missing required flag (\S+)\s*/g, 'Flag --$1 is missing. ')
    .trim()
  const unknown = error.flags?.find(flag => flag.startsWith('-'))
  const known = Object.keys(error.parse?.input?.flags ?? {}).map(name => `--${name}`)
  const sentence = `${message}${/[.?!]$/.test(message) ? '' : '.'}`
  return [unknown ? sentence + didYouMean(unknown, known) : sentence, seeHelp]
}

/** Every argument that a command needs and did not get, with what it is. */
function missingArguments(args: readonly unknown[]): string {
  const sentences = args.map(argument => {
    const {name, description} = argument as {readonly name: string; readonly description?: string}
    return `Argument <${name}> is missing: ${(description ?? '').replace(/^[AT](?=[a-z]* )/, first => first.toLowerCase())}`
  })
  return sentences.join(' ')
}

interface ParsedInput {
  readonly input?: {readonly flags?: Readonly<Record<string, unknown>>}
}

/** What Node waits for ends in an error of its own, which names ours as its cause. */
function isInterruption(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof Error && error.cause instanceof Interrupted)
}

/** Inquirer throws this at Ctrl-C; its class is in a chunk that is only loaded when something is asked. */
function isPromptCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError'
}
