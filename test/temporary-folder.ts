import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** All temporary files of a test run lie in one folder, which goes when the run ends: nothing is left behind. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-tests-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200})
  }
}
