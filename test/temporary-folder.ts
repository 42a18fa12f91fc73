import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'

const prefix = 'mesh-tests-'

/** All temporary files of a test run lie in one folder, which goes when the run ends: nothing is left behind. */
export default function setup(): () => void {
  // Each group of tests is set up by itself. Folders within folders would make paths too long for the sockets of a browser.
  if (basename(tmpdir()).startsWith(prefix)) return () => undefined
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200})
  }
}
