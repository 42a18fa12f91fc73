import type {ApiChoices} from '../entity.js'
import {missingIn} from './agreement.js'

/** What the values of one enum lack and have, compared with another one. */
export function choicesDifference(one: ApiChoices, other: ApiChoices): string {
  const lacks = missingIn(one, other)
  const has = missingIn(other, one)
  return [
    ...(lacks.length > 0 ? [`lacks ${quoted(lacks)}`] : []),
    ...(has.length > 0 ? [`has ${quoted(has)}`] : []),
  ].join(' and ')
}

/** The values of an enum as they are written. */
export function choicesText(choices: ApiChoices | undefined): string {
  return quoted((choices?.values ?? []).map(({name}) => name))
}

/** So many values are named; more make no message better. */
const most = 5

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, most).map(name => `"${name}"`)
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ')
}
