import type {Share} from './coverage.js'

/** Whole percents, rounded down: 99.9 are no hundred. */
export function percent({used, total}: Share): number {
  return total === 0 ? 100 : Math.floor((used / total) * 100)
}
