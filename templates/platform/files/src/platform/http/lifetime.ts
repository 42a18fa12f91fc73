/** How long somebody waits for what is done. */
export class Lifetime {
  #controller: AbortController | undefined
  #over = false

  /** Aborts at the end; made when somebody first asks, as most never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#over) this.#controller.abort(over)
    return this.#controller.signal
  }

  end(): void {
    this.#over = true
    this.#controller?.abort(over)
  }
}

/** One for all: to make an error of its own, with a stack, for each request costs more than the signal. */
const over = new Error('The exchange is over.')
