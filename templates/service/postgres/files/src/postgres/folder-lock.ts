import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {ConfigError} from '../platform/config/environment.js'

/** Keeps two processes from writing to one folder, which would destroy what is in it. Gives what frees the folder. */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`
  mkdirSync(dirname(file), {recursive: true})
  try {
    writeFileSync(file, String(process.pid), {flag: 'wx'})
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const owner = Number(readFileSync(file, 'utf8'))
    if (isAlive(owner)) {
      throw new ConfigError([
        `DATABASE_FOLDER is "${folder}": process ${owner} uses it already. Stop that one, or set DATABASE_URL.`,
      ])
    }
    // Whoever had it was killed.
    writeFileSync(file, String(process.pid))
  }
  return () => rmSync(file, {force: true})
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // It is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
