import type {BaselineFigures} from './baseline.js'

/** So many findings are no list of things to do, but a state to start from. */
const many = 100

/** What a summary says about the baseline. */
export function baselineNotes(baseline: BaselineFigures | undefined): string[] {
  if (!baseline) return []
  const {known, gone, written} = baseline
  return [`${known} in the baseline`, ...(gone > 0 ? [`${gone} ${written ? 'taken out of it' : 'of it mended'}`] : [])]
}

/** What to do next about it; `findings` are those that it does not know. */
export function baselineSteps(baseline: BaselineFigures | undefined, findings: number): string[] {
  if (!baseline)
    return findings > many
      ? ['Run it with --write-baseline once to accept what there is: from then on only what is new is told.']
      : []
  const {path, gone, written} = baseline
  if (written) return [`Commit "${path}": from now on only what is not in it is told.`]
  return gone > 0 ? [`Run it with --write-baseline to take what is mended out of "${path}".`] : []
}
