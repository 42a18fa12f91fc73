import {parseDuration} from '../core/duration.js'

/** One thing to know about an operation before anybody can say how it is best built. */
export interface Question {
  /** As a person is asked, with a question mark. */
  readonly summary: string
  /** `yes-no`, one of the options, or any number of them. */
  readonly type: 'yes-no' | 'one' | 'several'
  /** What may be answered, each with what it means. */
  readonly options: Readonly<Record<string, string>>
  /** What holds when nobody says anything; a question without one has to be answered. */
  readonly default?: readonly string[]
  /** The option that is meant by another text, such as `45s`; a text that means none is a sentence for the user. */
  readonly read?: (text: string) => string
}

const yesNo = {yes: 'Yes.', no: 'No.'} as const

/** Below it people wait gladly; from it on they want to see that something happens. Section 8 of the standard. */
const gladlyWaited = 2000

/** The longest that a call may take in all; what takes longer is a job. Section 8 of the standard. */
const longestCall = 10_000

/** What the matrix asks, in the order in which it is asked. */
export const questions = {
  'user-facing': {
    summary: 'Does somebody wait for the answer?',
    type: 'yes-no',
    options: yesNo,
  },
  duration: {
    summary: 'How long does it take?',
    type: 'one',
    options: {
      'under-2s': 'Less than 2 s: people wait for it gladly.',
      'under-10s': 'Less than 10 s: it still fits into one call.',
      'over-10s': 'Longer: no caller and no gateway waits for it.',
    },
    read: text => {
      const milliseconds = parseDuration(text, '--duration')
      if (milliseconds < gladlyWaited) return 'under-2s'
      return milliseconds < longestCall ? 'under-10s' : 'over-10s'
    },
  },
  consistency: {
    summary: 'When must all who look see the change?',
    type: 'one',
    options: {
      strong: 'At once: the change is there for all, or for nobody.',
      causal: 'Soon, and in the order in which things happened to one aggregate.',
      eventual: 'Soon, in any order.',
    },
  },
  consumers: {
    summary: 'Who uses it?',
    type: 'several',
    options: {
      apps: 'Apps of our own, on the web or on phones.',
      services: 'Services of our own, which call it or give it work.',
      partners: 'Systems of other companies.',
      subscribers: 'Services that never call it, and want to hear what has happened.',
    },
  },
  transaction: {
    summary: 'What does it change?',
    type: 'one',
    options: {
      local: 'Data of this service alone.',
      distributed: 'Data of several services, which belong together.',
    },
    default: ['local'],
  },
  queries: {
    summary: 'What do apps read?',
    type: 'one',
    options: {
      simple: 'The same resources everywhere.',
      flexible: 'On every screen other fields, of things that hang together.',
    },
    default: ['simple'],
  },
  live: {
    summary: 'Do open apps see changes without asking?',
    type: 'yes-no',
    options: yesNo,
    default: ['no'],
  },
  history: {
    summary: 'Must it be told later how things came to be as they are?',
    type: 'yes-no',
    options: yesNo,
    default: ['no'],
  },
  sources: {
    summary: 'How does it learn of what happens elsewhere, outside of your own services?',
    type: 'several',
    options: {
      webhooks: 'They call it when something happens.',
      polling: 'It asks them every now and then.',
    },
    default: [],
  },
  broker: {
    summary: 'Which broker do you run already?',
    type: 'one',
    options: {
      none: 'None.',
      kafka: 'Kafka.',
      nats: 'NATS with JetStream.',
      rabbitmq: 'RabbitMQ.',
      redis: 'Redis that keeps what it was told.',
    },
    default: ['none'],
  },
} as const satisfies Readonly<Record<string, Question>>

export type QuestionName = keyof typeof questions

/** The names that can be answered to a question. */
export type OptionOf<Name extends QuestionName> = keyof (typeof questions)[Name]['options']

/** What was answered; nothing to a question of which several options may be taken is an empty list. */
export type Situation = {readonly [Name in QuestionName]: readonly OptionOf<Name>[]}

/** The names of all questions, in their order. */
export const questionNames = Object.keys(questions) as QuestionName[]

/** A question as data that any code can go through. */
export function questionOf(name: QuestionName): Question {
  return questions[name]
}
