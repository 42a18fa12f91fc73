import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The absolute path of a file of `dist`, such as the entry of a child process: `pact/child/verifier.js`. */
export function builtFile(path: string): string {
  // Bundled, this module lies in dist/chunks; in the tests of the sources it lies in src/io.
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist', path)
  throw new Error(`No package.json is above ${import.meta.url}.`)
}
