import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {type Question, type QuestionName, questionNames, questionOf, type Situation} from './questions.js'

/** What was answered so far, by the names of the questions. */
export type Answered = {readonly [Name in QuestionName]?: readonly string[]}

/** The options that a text such as `apps,partners` means; a wrong one is a sentence for the user. */
export function readAnswer(name: QuestionName, text: string): readonly string[] {
  const question = questionOf(name)
  const words = text.split(/[\s,]+/).filter(word => word !== '')
  const known = Object.keys(question.options)
  const hint = `Choose ${question.type === 'several' ? 'some' : 'one'} of ${known.join(', ')}.`
  if (words.length === 0) throw new MeshError(`--${name} says nothing.`, hint)
  if (words.length > 1 && question.type !== 'several')
    throw new MeshError(`--${name} takes one answer, and "${words.join('" and "')}" were given.`, hint)
  return [...new Set(words.map(word => optionMeant(name, question, word, hint)))]
}

function optionMeant(name: QuestionName, {options, read}: Question, word: string, hint: string): string {
  if (Object.hasOwn(options, word)) return word
  if (read && /^\d/.test(word)) return read(word)
  throw new MeshError(`--${name} cannot be "${word}".${didYouMean(word, Object.keys(options))}`, hint)
}

/** All answers, with defaults where there are some; questions that must be answered and were not are a sentence. */
export function completeSituation(answered: Answered): Situation {
  const missing = questionNames.filter(name => answered[name] === undefined && questionOf(name).default === undefined)
  if (missing.length > 0)
    throw new MeshError(
      `Advice needs to know more: ${missing.map(name => `--${name} is missing`).join(', ')}.`,
      missing.map(name => `${questionOf(name).summary} ${flagsOf(name)}`).join(' '),
    )
  const situation = questionNames.map(name => [name, answered[name] ?? questionOf(name).default ?? []] as const)
  // readAnswer and the defaults give options of their question only.
  return Object.fromEntries(situation) as unknown as Situation
}

function flagsOf(name: QuestionName): string {
  const {type, options} = questionOf(name)
  return type === 'yes-no' ? `Say --${name} or --no-${name}.` : `Say --${name} with ${Object.keys(options).join(', ')}.`
}
