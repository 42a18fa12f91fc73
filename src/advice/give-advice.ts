import type {Report} from '../core/report.js'
import {advise} from './advise.js'
import {type QuestionName, questionNames} from './questions.js'
import {adviceReport} from './report.js'
import {type Answered, completeSituation, readAnswer} from './situation.js'

/** What the command line says about an operation. */
export interface AdviceRequest {
  /** What was said: a text as it was typed, or whether it is so. */
  readonly said: Readonly<Partial<Record<QuestionName, string | boolean | undefined>>>
  /** The name of the service in the command line that is recommended. */
  readonly name: string
  /** Whether there is somebody who can be asked for what is missing. */
  readonly ask: boolean
}

/** The advice for what was said, and for what a person answers when there is one. */
export async function giveAdvice({said, name, ask}: AdviceRequest): Promise<Report> {
  const known = answersIn(said)
  const situation = completeSituation(ask ? await (await import('./ask.js')).askForSituation(known) : known)
  return adviceReport(advise(situation), situation, name)
}

function answersIn(said: AdviceRequest['said']): Answered {
  return Object.fromEntries(
    questionNames.flatMap(name => {
      const text = said[name]
      if (text === undefined) return []
      return [[name, typeof text === 'boolean' ? [text ? 'yes' : 'no'] : readAnswer(name, text)]]
    }),
  )
}
