/** A number from 0 to below 1 that depends on nothing but its arguments: the same in each run, and on each machine. */
export function seeded(seed: number, ...numbers: readonly number[]): number {
  let state = 0
  for (const number of [seed, ...numbers]) {
    // The finalizer of MurmurHash3, over each number in turn: what has not been mixed yet would cancel out.
    state = (state ^ number) + 0x9e3779b9
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
    state ^= state >>> 16
  }
  return (state >>> 0) / 2 ** 32
}
