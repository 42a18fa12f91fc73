import {createHash} from 'node:crypto'
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'

/** Remembers between runs which interactions of a project failed, in the user's cache. */
export interface LastFailed {
  /** Their keys; empty when nothing failed or nothing is known. */
  read(): Promise<ReadonlySet<string>>
  write(keys: readonly string[]): Promise<void>
}

/** `root` is the folder of the project, `cache` that of mesh in the user's cache. */
export function lastFailed(root: string, cache: string): LastFailed {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 24)
  const file = join(cache, 'pact-verify', `${name}.json`)
  return {
    async read() {
      try {
        const keys: unknown = JSON.parse(await readFile(file, 'utf8'))
        return new Set(Array.isArray(keys) ? keys.filter(key => typeof key === 'string') : [])
      } catch {
        // Never run here, or a cache that something has damaged: nothing is known.
        return new Set()
      }
    },
    async write(keys) {
      // A cache that cannot be written is none; the verdict does not depend on it.
      await (keys.length === 0
        ? rm(file, {force: true})
        : mkdir(dirname(file), {recursive: true}).then(() => writeFile(file, JSON.stringify(keys)))
      ).catch(() => undefined)
    },
  }
}
