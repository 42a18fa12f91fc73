/** Runs tasks at the same time, but those of one key one after the other. */
export interface Lanes {
  run(key: string, task: () => Promise<void>): Promise<void>
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>()
  return {
    run(key, task) {
      const before = tails.get(key)
      const done = before ? before.then(task, task) : task()
      tails.set(key, done)
      const leave = () => {
        if (tails.get(key) === done) tails.delete(key)
      }
      done.then(leave, leave)
      return done
    },
  }
}
