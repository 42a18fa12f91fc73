import {checkbox, confirm, select} from '@inquirer/prompts'
import {type Terminal, terminal} from '../io/terminal.js'
import {advise} from './advise.js'
import {makesDifference} from './difference.js'
import {type Question, questionNames, questionOf} from './questions.js'
import {reasonLines} from './report.js'
import type {Advised} from './rule.js'
import {type Answered, completeSituation} from './situation.js'

/** Asks a person all that is not known and makes a difference. */
export async function askForSituation(known: Answered, place: Terminal = terminal): Promise<Answered> {
  let answered = known
  for (const name of questionNames)
    if (answered[name] === undefined && makesDifference(name, answered))
      answered = {...answered, [name]: await askOne(questionOf(name), place)}
  return answered
}

/** What a person who begins a service should choose, with the reasons on the terminal; undefined when no advice is wanted. */
export async function askForAdvice(place: Terminal = terminal): Promise<Advised | undefined> {
  const wanted = await confirm(
    {message: 'Shall mesh recommend what it speaks and what it carries?', default: false},
    place,
  )
  if (!wanted) return undefined
  const advice = advise(completeSituation(await askForSituation({}, place)))
  place.output.write(
    `${reasonLines(advice)
      .map(({text}) => `  ${text}\n`)
      .join('')}`,
  )
  return advice.choices
}

async function askOne(
  {summary, type, options, default: preset}: Question,
  place: Terminal,
): Promise<readonly string[]> {
  if (type === 'yes-no')
    return [(await confirm({message: summary, default: preset?.[0] === 'yes'}, place)) ? 'yes' : 'no']
  const choices = Object.entries(options).map(([value, meaning]) => ({
    value,
    name: `${value}  ${meaning}`,
    short: value,
  }))
  if (type === 'one')
    return [await select({message: summary, choices, ...(preset?.[0] !== undefined && {default: preset[0]})}, place)]
  return checkbox({message: summary, choices, required: preset === undefined}, place)
}
