/** Runs a job again and again, never twice at a time; it tells how many milliseconds to wait. Gives the way to stop. */
export function repeat(job: () => Promise<number>): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const run = async (): Promise<void> => {
    const pause = await job()
    if (stopped) return
    timer = setTimeout(() => void run(), pause)
    // What waits for its next turn is no reason for a process to stay.
    timer.unref()
  }
  void run()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
