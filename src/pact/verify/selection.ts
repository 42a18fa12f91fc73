import {didYouMean} from '../../core/suggest.js'
import {pactFailure} from '../exit-codes.js'
import type {NumberedInteraction} from './engine-copy.js'

/** Which interactions are verified; what is undefined chooses all. */
export interface Selection {
  /** The whole name of a consumer. */
  readonly consumer: string | undefined
  /** Part of a description, in any case of letters. */
  readonly description: string | undefined
  /** Part of the name of a state; "" chooses interactions without one. */
  readonly state: string | undefined
  /** Keys of those that failed the last time; undefined when that does not matter. */
  readonly keys: ReadonlySet<string> | undefined
}

/** Whether anything is left out. */
export function isPartial({consumer, description, state, keys}: Selection): boolean {
  return consumer !== undefined || description !== undefined || state !== undefined || keys !== undefined
}

/** The interactions that were chosen. To choose none would be green without a single check, so it is an error. */
export function select(all: readonly NumberedInteraction[], selection: Selection): readonly NumberedInteraction[] {
  const chosen = all.filter(entry => fits(entry, selection))
  if (chosen.length > 0) return chosen
  const {consumer} = selection
  const consumers = [...new Set(all.map(({pact}) => pact.consumer))]
  if (consumer !== undefined && !consumers.includes(consumer))
    throw pactFailure(
      'nothing',
      `There is no pact of consumer "${consumer}".${didYouMean(consumer, consumers)}`,
      `The pacts are of ${consumers.map(name => `"${name}"`).join(', ')}.`,
    )
  throw pactFailure(
    'nothing',
    `None of the ${all.length} interactions is chosen: verifying none would prove nothing.`,
    'Mend --consumer, --description or --state, or leave them out.',
  )
}

/** What an interaction is known by from run to run. */
export function keyOfInteraction({pact, interaction}: NumberedInteraction): string {
  return JSON.stringify([pact.provider, pact.consumer, interaction.description, interaction.states])
}

function fits(entry: NumberedInteraction, {consumer, description, state, keys}: Selection): boolean {
  const {pact, interaction} = entry
  if (consumer !== undefined && pact.consumer !== consumer) return false
  if (description !== undefined && !holds(interaction.description, description)) return false
  if (state === '' && interaction.states.length > 0) return false
  if (state !== undefined && state !== '' && !interaction.states.some(name => holds(name, state))) return false
  return keys === undefined || keys.has(keyOfInteraction(entry))
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}
