import {completionsOf} from '../../src/advice/difference.js'
import {questionNames, type Situation} from '../../src/advice/questions.js'

/** Every combination of answers that can be given. */
export function allSituations(): Situation[] {
  return completionsOf({}, questionNames) as Situation[] // each question has got one of its answers
}
