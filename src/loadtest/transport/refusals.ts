/** A target that refused a connection is not asked for another one so soon, in milliseconds. */
const backOff = 50

/** What to do with a target that refuses connections: one at a time finds out whether it is back, the others fail as it did. */
export class Refusals {
  #error: Error | undefined
  #until = 0
  #isTrying = false

  /** Why a connection is not even tried; undefined when it may be. Then one of the others has to be called. */
  get standing(): Error | undefined {
    if (this.#isTrying || performance.now() < this.#until) return this.#error
    this.#isTrying = this.#error !== undefined
    return undefined
  }

  refused(error: Error): void {
    this.#isTrying = false
    this.#error = error
    this.#until = performance.now() + backOff
  }

  opened(): void {
    this.#isTrying = false
    this.#error = undefined
  }

  /** Neither, or given up. */
  ended(): void {
    this.#isTrying = false
  }
}
