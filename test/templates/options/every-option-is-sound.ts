import {isSound} from '../is-sound.js'
import {waysToChoose} from '../ways.js'

/**
 * Tries every option of one choice alone, the rest by default. There is a file of tests for each choice, so that choices
 * are tried side by side.
 */
export async function everyOptionIsSound(choice: string, {stages = false} = {}): Promise<void> {
  const {options} = await waysToChoose()
  for (const way of options.filter(option => option.choice === choice)) isSound(way, {stages})
}
