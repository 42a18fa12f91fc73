import {advise} from './advise.js'
import {type QuestionName, questionNames, questionOf} from './questions.js'
import {type Answered, completeSituation} from './situation.js'

/** Whether some answer to a question can still change the advice, whatever is answered to the others that are open. */
export function makesDifference(name: QuestionName, answered: Answered): boolean {
  if (questionOf(name).default === undefined) return true
  const others = questionNames.filter(other => other !== name && answered[other] === undefined)
  return completionsOf(answered, others).some(known => {
    const advices = possibleAnswers(name).map(answer => adviceText({...known, [name]: answer}))
    return advices.some(advice => advice !== advices[0])
  })
}

/** Each option of a question, or each set of them when several may be taken. */
export function possibleAnswers(name: QuestionName): string[][] {
  const {type, options, default: preset} = questionOf(name)
  const names = Object.keys(options)
  if (type !== 'several') return names.map(option => [option])
  let sets: string[][] = [[]]
  for (const option of names) sets = sets.flatMap(set => [set, [...set, option]])
  return preset === undefined ? sets.filter(set => set.length > 0) : sets
}

/** Everything that can be answered to these questions, beside what is answered. */
export function completionsOf(answered: Answered, names: readonly QuestionName[]): Answered[] {
  let completions = [answered]
  for (const name of names)
    completions = completions.flatMap(before => possibleAnswers(name).map(answer => ({...before, [name]: answer})))
  return completions
}

function adviceText(answered: Answered): string {
  const {choices, reasons} = advise(completeSituation(answered))
  return JSON.stringify([choices, reasons.map(({because}) => because)])
}
