import type {Line, Report} from '../core/report.js'
import type {Advice} from './advise.js'
import type {Situation} from './questions.js'
import {type AdviceRule, advisedFlags} from './rule.js'

/** A line of a shell that is longer is broken, so that it can be copied from a terminal of any width. */
const longestLine = 76

/** The advice with its reasons and the command line to type for a service of this name. */
export function adviceReport(advice: Advice, situation: Situation, name: string): Report {
  const words = commandOf(advice, name)
  return {
    outcome: 'pass',
    summary: `"${name}" is best made as ${described(advice)}.`,
    findings: [],
    lines: reasonLines(advice),
    next: brokenCommand(words),
    data: {
      name,
      answers: situation,
      choices: advice.choices,
      reasons: advice.reasons.map(({choose, because}) => ({choose: choose ?? {}, because})),
      command: words.join(' '),
    },
  }
}

/** `rest, with jobs and webhooks, in postgres, over kafka`. */
function described({choices: {kind = [], store = [], messaging = [], with: features = []}}: Advice): string {
  const parts = [
    ['', kind],
    ['with ', features],
    ['in ', store],
    ['over ', messaging],
  ] as const
  return parts.flatMap(([word, names]) => (names.length === 0 ? [] : [word + listed(names)])).join(', ')
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** The reason for every choice, and what has to be thought of. */
export function reasonLines({reasons}: Advice): Line[] {
  return reasons.map(rule => ({
    mark: rule.choose ? 'good' : 'doubtful',
    text: rule.choose ? `${chosenFlags(rule)}: ${rule.because}` : rule.because,
  }))
}

/** `--kind rest --with jobs`. */
export function chosenFlags({choose = {}}: Pick<AdviceRule, 'choose'>): string {
  return flagsOf(choose).join(' ')
}

/** `mesh new service orders`, `--kind rest` and so on: what belongs together is one text. */
function commandOf({choices}: Advice, name: string): string[] {
  return [`mesh new service ${name}`, ...flagsOf(choices)]
}

function flagsOf(choices: Advice['choices']): string[] {
  return advisedFlags.flatMap(flag => {
    const options = choices[flag] ?? []
    return options.length === 0 ? [] : [`--${flag} ${options.join(',')}`]
  })
}

function brokenCommand(words: readonly string[]): string[] {
  const line = words.join(' ')
  if (line.length <= longestLine) return [line]
  return words.map((word, index) => `${index === 0 ? '' : '  '}${word}${index === words.length - 1 ? '' : ' \\'}`)
}
