import {AsyncLocalStorage} from 'node:async_hooks'
import {readFileSync} from 'node:fs'
import {mkdir, readFile, realpath, rename, rm, stat, writeFile} from 'node:fs/promises'
import {dirname, relative, resolve, sep} from 'node:path'
import {MeshError} from '../core/errors.js'

const reads = new AsyncLocalStorage<Set<string>>()

/** Does something, and tells the absolute paths of the text files that were read for it. */
export async function withFilesRead<T>(work: () => Promise<T>): Promise<{result: T; files: readonly string[]}> {
  const files = new Set<string>()
  const result = await reads.run(files, work)
  return {result, files: [...files]}
}

/** The text of a file; a missing, unreadable or binary one is a sentence for the user, which calls it `shown`. */
export async function readTextFile(path: string, shown = path): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(shown, error)
  })
  reads.getStore()?.add(resolve(path))
  return textIn(bytes, shown)
}

/**
 * The same at once, for who reads thousands of small files: to hand each to another thread and back takes ten times as
 * long as to read it. What is no regular file, such as a pipe, would hold up the whole process.
 */
export function readRegularFile(path: string, shown = path): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw unreadable(shown, error as NodeJS.ErrnoException)
  }
  reads.getStore()?.add(resolve(path))
  return textIn(bytes, shown)
}

function unreadable(shown: string, error: NodeJS.ErrnoException): MeshError {
  return new MeshError(
    `Cannot read "${shown}": ${reason(error)}.`,
    'Check the path; it is relative to the working directory.',
  )
}

function textIn(bytes: Buffer, shown: string): string {
  const wide = wideEncoding(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  if (bytes.subarray(0, 8192).includes(0))
    throw new MeshError(`"${shown}" is a binary file, not a text.`, 'Name a text file, or leave the path out.')
  return bytes.toString('utf8')
}

/** UTF-16, told by its mark or, without one, by every other byte of the beginning being zero as in no other text. */
function wideEncoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const beginning = bytes.subarray(0, 32)
  if (!beginning.includes(0)) return undefined
  const [even, odd] = [0, 1].map(side => [...beginning].filter((_, index) => index % 2 === side))
  const isZero = (half: readonly number[] = []) => half.length > 0 && half.every(byte => byte === 0)
  const isText = (half: readonly number[] = []) => half.every(byte => byte > 8 && byte < 0x7f)
  if (isZero(odd) && isText(even)) return 'utf-16le'
  return isZero(even) && isText(odd) ? 'utf-16be' : undefined
}

/** Writes a file as a whole or not at all; missing folders are made. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  // A link stays a link; what it leads to is replaced.
  const target = await realpath(path).catch(() => path)
  const temporary = `${target}.${process.pid}.tmp`
  try {
    const there = await stat(target).catch(() => undefined)
    // Moving a file onto a device or a pipe, `/dev/null` or that of a shell, would take its place.
    if (there && !there.isFile() && !there.isDirectory()) return await writeFile(target, text)
    await makeFolder(dirname(resolve(target)))
    await writeFile(temporary, text)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => {})
    throw new MeshError(
      `Cannot write "${path}": ${reason(error as NodeJS.ErrnoException)}.`,
      'Check the folder and your permissions.',
    )
  }
}

/** With `recursive`, Node asks without end for a folder that cannot be, such as one in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (await stat(folder).catch(() => undefined)) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder))
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Another process may have been faster.
    if (error.code !== 'EEXIST') throw error
  })
}

/** A path as reports show it: relative to the working directory where it is below it, with `/`. */
export function shownPath(path: string, from = process.cwd()): string {
  const near = relative(from, path)
  return (near.startsWith('..') ? resolve(path) : near || '.').split(sep).join('/')
}

/** Why the file system refused, in words. */
export function reason(error: NodeJS.ErrnoException): string {
  return reasons[error.code ?? ''] ?? error.message
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'its symbolic links form a loop',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
}
