import {type Slice, Slices} from '../../../src/loadtest/baseline/slices.js'

/** The same numbers between 0 and 1 in each run of the tests (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Chance = () => number

const normal = (chance: Chance) => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
const exponential = (chance: Chance) => -Math.log(1 - chance())

/** What else a machine does: made for a run, it tells how a service time of `milliseconds` comes out at `seconds`. */
type Noise = (chance: Chance) => (milliseconds: number, seconds: number) => number

/** Stretches of the given mean lengths in seconds, in turn off and on. */
function stretches(chance: Chance, off: number, on: number): (seconds: number) => boolean {
  const ends: number[] = []
  for (let at = 0; at < 60; ) {
    at += exponential(chance) * (ends.length % 2 === 0 ? off : on)
    ends.push(at)
  }
  return seconds => ends.findIndex(end => seconds < end) % 2 === 1
}

export const noises: Readonly<Record<string, Noise>> = {
  calm: () => milliseconds => milliseconds,
  // Something else takes the processor for half a second, every three.
  bursts: chance => {
    const isBusy = stretches(chance, 3, 0.5)
    return (milliseconds, seconds) => milliseconds + (isBusy(seconds) ? chance() * 40 : 0)
  },
  // The processor gets slower and quicker within seconds.
  drift: chance => {
    const phases = [chance(), chance(), chance()]
    return (milliseconds, seconds) =>
      milliseconds *
      Math.exp(
        0.04 *
          phases.reduce((sum, phase, index) => sum + Math.sin(2 * Math.PI * (seconds / (3 + 2 * index) + phase)), 0),
      )
  },
  // A third of the time it is half as fast again.
  bimodal: chance => {
    const isSlow = stretches(chance, 1, 0.5)
    return (milliseconds, seconds) => milliseconds * (isSlow(seconds) ? 1.5 : 1)
  },
  // Half of the requests wait for others, all the time.
  contended: chance => milliseconds => milliseconds + (chance() < 0.5 ? exponential(chance) * 5 : 0),
}

const rate = 100

/** A run of two operations, of 2 and of 8 ms, on a machine with a noise; what `slower` is 1.2 for takes 20 % longer. */
export function runOn(noise: string, chance: Chance, {slower = 1, seconds = 10, betweenRuns = 0.02} = {}): Slice[] {
  const disturbed = noises[noise]?.(chance)
  if (!disturbed) throw new Error(`There is no noise "${noise}".`)
  const own = slower * Math.exp(betweenRuns * normal(chance))
  const slices = new Slices(seconds * 1000, 2)
  for (let index = 0; index < seconds * rate; index++) {
    const operation = index % 2
    const service = (operation === 0 ? 2 : 8) * own * Math.exp(0.1 * normal(chance))
    slices.served(operation, disturbed(service, index / rate))
    slices.late(0.6)
    slices.tick((index / rate) * 1000)
  }
  return [...slices.done]
}
