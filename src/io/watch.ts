import {setTimeout as pause} from 'node:timers/promises'
import {watch} from 'chokidar'

/** Milliseconds without a change before anything happens: an editor writes several files, and some of them twice. */
const quiet = 150

/**
 * Does the work, and again after every change below a folder, until the signal. Changes while it works count; those in
 * `ignore`, in node_modules and in hidden folders do not.
 */
export async function watchFolder(
  folder: string,
  {ignore, signal}: {readonly ignore: readonly string[]; readonly signal: AbortSignal},
  work: () => Promise<void>,
): Promise<void> {
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: path =>
      /[\\/](node_modules|dist|coverage|\.[^\\/]+)([\\/]|$)/.test(path.slice(folder.length)) ||
      ignore.some(each => path.startsWith(each)),
  })
  let changed = true
  let wake = () => {}
  watcher.on('all', () => {
    changed = true
    wake()
  })
  signal.addEventListener('abort', () => wake(), {once: true})
  try {
    while (!signal.aborted) {
      while (changed && !signal.aborted) {
        changed = false
        await pause(quiet)
      }
      if (signal.aborted) return
      await work()
      if (changed) continue
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  } finally {
    await watcher.close()
  }
}
