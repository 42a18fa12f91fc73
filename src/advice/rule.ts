import type {OptionOf, QuestionName, Situation} from './questions.js'

/** Holds when to each of its questions one of these options was answered. */
export type Condition = {readonly [Name in QuestionName]?: readonly OptionOf<Name>[]}

/** The flags of `mesh new service` that advice is about, in the order in which they are typed. */
export const advisedFlags = ['kind', 'store', 'messaging', 'with'] as const

type AdvisedFlag = (typeof advisedFlags)[number]

/** What `mesh new service` can be told: option by option, by the name of the flag. */
export type Advised = Readonly<Partial<Record<AdvisedFlag, readonly string[]>>>

/** One row of the matrix. */
export interface AdviceRule {
  readonly when: Condition
  /** What to choose; a rule without it has something to say only. */
  readonly choose?: Advised
  /** Whether what is chosen tells of events or hears of them, and so needs a broker. */
  readonly events?: true
  /** The reason, or what has to be thought of: one sentence. */
  readonly because: string
}

export function holds(condition: Condition, situation: Situation): boolean {
  return Object.entries(condition).every(([name, options]) => {
    const answered: readonly string[] = situation[name as QuestionName] // the keys of a condition are questions
    return options.some(option => answered.includes(option))
  })
}
