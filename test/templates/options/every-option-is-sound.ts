import {isSound} from '../is-sound.js'
import {passesEveryStage} from '../passes-every-stage.js'
import {waysToChoose} from '../ways.js'

/**
 * Tries every option of one choice alone, the rest by default. There is a file of tests for each choice, so that choices
 * are tried side by side.
 */
export async function everyOptionIsSound(choice: string, {inEveryStage = false} = {}): Promise<void> {
  const {options} = await waysToChoose()
  for (const way of options.filter(option => option.choice === choice)) {
    // Whatever can be chosen several times is in the project with everything, too, which has other names.
    isSound(way, {otherNames: inEveryStage})
    if (inEveryStage) passesEveryStage(way)
  }
}
