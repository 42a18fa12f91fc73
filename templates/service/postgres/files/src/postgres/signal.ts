/** Wakes one that waits for something to do. What is given while nobody waits is not lost. */
export interface Signal {
  give(): void
  /** Resolves when it is given, at the latest after some milliseconds. */
  wait(milliseconds: number): Promise<void>
}

export function createSignal(): Signal {
  let given = false
  let wake: () => void = () => {}
  return {
    give() {
      given = true
      wake()
    },
    async wait(milliseconds) {
      if (!given) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, milliseconds)
          timer.unref()
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      given = false
    },
  }
}
