import {type QuestionName, questionNames, questionOf, type Situation} from '../../src/advice/questions.js'

/** Every combination of answers that can be given. */
export function allSituations(): Situation[] {
  let situations: Partial<Record<QuestionName, readonly string[]>>[] = [{}]
  for (const name of questionNames)
    situations = situations.flatMap(before => possibleAnswers(name).map(answer => ({...before, [name]: answer})))
  return situations as unknown as Situation[] // each question has got one of its answers
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
