import type {Line} from '../core/report.js'
import {builtFile} from '../io/built-file.js'
import {runProcess} from '../io/process.js'

/** One command of the tour, as it was run. */
export interface Step {
  /** What it shows, in one sentence. */
  readonly title: string
  /** What a user would type. */
  readonly command: string
  readonly exitCode: number
  /** What the command printed. */
  readonly output: string
  /** Whether it ended as the tour expects: breaking a contract on purpose must give findings. */
  readonly asExpected: boolean
  /** Whether it ended in the best way: a load test on a busy machine may miss its objective, and the tour goes on. */
  readonly asHoped: boolean
  readonly seconds: number
}

/** A command of mesh to run in the tour. */
export interface Call {
  readonly title: string
  readonly words: readonly string[]
  /** Words that are run but not shown, such as a token. */
  readonly hidden?: readonly string[]
  readonly cwd: string
  /** Exit codes that belong to the tour, the best first: findings in a contract that was broken, any verdict on a load. */
  readonly expected: readonly number[]
  readonly env?: Readonly<Record<string, string>>
}

/** Longer than any command of the tour takes; a hang must end, too. */
const timeout = 120_000

/** Runs mesh itself as a user would, in a process of its own. */
export async function runCall(
  {title, words, hidden = [], cwd, expected, env}: Call,
  signal: AbortSignal,
): Promise<Step> {
  const started = performance.now()
  const {code, output} = await runProcess(process.execPath, [builtFile('../bin/run.js'), ...words, ...hidden], {
    cwd,
    env: {...process.env, ...env, NO_COLOR: '1', FORCE_COLOR: ''},
    signal,
    timeout,
  })
  return {
    title,
    command: ['mesh', ...words.map(shellWord)].join(' '),
    exitCode: code,
    output: output.trimEnd(),
    asExpected: expected.includes(code),
    asHoped: code === expected[0],
    seconds: Math.round((performance.now() - started) / 10) / 100,
  }
}

/** A step for people: its command and the end of what it printed. */
export function stepLine({title, command, output, asExpected, asHoped, exitCode, seconds}: Step, lines: number): Line {
  const printed = output === '' ? [] : output.split('\n')
  const left = printed.length - lines
  return {
    mark: asHoped ? 'good' : asExpected ? 'doubtful' : 'bad',
    text: `${title} (${seconds.toFixed(1)} s)`,
    details: [
      `$ ${command}`,
      ...(left > 0 && asHoped ? [`… ${left} lines more`] : []),
      ...printed.slice(asHoped ? -lines : 0),
      ...(asExpected ? [] : [`exit ${exitCode}`]),
    ],
  }
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`
}
