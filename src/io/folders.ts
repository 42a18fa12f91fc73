import {randomBytes} from 'node:crypto'
import {lstat, mkdir, readdir, rename, rm, rmdir, stat, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {Interrupted, MeshError} from '../core/errors.js'
import {reason, shownPath} from './files.js'

/** A file of a folder that is written as a whole; `path` is relative to the folder and uses `/`. */
export interface FolderFile {
  readonly path: string
  readonly content: Uint8Array
  /** Permission bits; the user's mask applies. */
  readonly mode: number
}

/** A folder that was written, and the way back. */
export interface WrittenFolder {
  /** Takes away all that is in the folder now, and the folder if it was not there before. */
  remove(): Promise<void>
}

/** Whether a new project can be put at a path: there is nothing, or an empty folder. Anything else is a sentence. */
export async function checkVacant(folder: string): Promise<'absent' | 'empty'> {
  const shown = shownPath(folder)
  const refuse = refusal(folder)
  const entry = await lstat(folder).catch(error => (isMissing(error) ? null : refuse(error)))
  if (entry === null) return 'absent'
  const target = await stat(folder).catch(error => (isMissing(error) ? null : refuse(error)))
  if (!target?.isDirectory())
    throw new MeshError(
      `"${shown}" is ${target ? 'a file' : 'a symbolic link that leads nowhere'}, not a folder.`,
      'Choose another folder with --dir.',
    )
  const found = (await readdir(folder).catch(refuse)).filter(name => !kept.has(name)).sort()
  if (found.length === 0) return 'empty'
  const some = found.slice(0, 3).map(name => `"${name}"`)
  const rest = found.length - some.length
  throw new MeshError(
    `Folder "${shown}" is not empty: it has ${some.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
    'Choose another folder with --dir, or empty it first.',
  )
}

/** A repository that was just cloned or begun is as good as an empty folder. */
const kept = new Set(['.git'])

/**
 * Writes a folder as a whole or not at all: first beside its place (inside of it where an empty one exists, so that a
 * shell which stands in it keeps its place), then by renaming. A failure or an abort of the signal leaves nothing.
 */
export async function writeFolder(
  folder: string,
  files: readonly FolderFile[],
  signal: AbortSignal,
): Promise<WrittenFolder> {
  let undo = async () => {}
  try {
    const state = await checkVacant(folder)
    const place = state === 'empty' ? folder : dirname(folder)
    const firstMade = await mkdir(place, {recursive: true})
    const staging = join(place, `.${basename(folder)}.${randomBytes(4).toString('hex')}`)
    undo = async () => {
      await rm(staging, {recursive: true, force: true})
      if (firstMade !== undefined) await removeEmpty(place, firstMade)
    }
    await mkdir(staging)
    await writeAll(staging, files, signal)
    signal.throwIfAborted()
    if (state === 'absent') await rename(staging, folder)
    else {
      undo = () => clear(folder)
      for (const name of await readdir(staging)) await rename(join(staging, name), join(folder, name))
      await rmdir(staging)
    }
    return {
      async remove() {
        if (state === 'empty') return clear(folder)
        await rm(folder, {recursive: true, force: true, maxRetries: 3})
        if (firstMade !== undefined) await removeEmpty(place, firstMade)
      },
    }
  } catch (error) {
    await undo()
    if (error instanceof MeshError || error instanceof Interrupted) throw error
    // Everything else that is awaited above is a call of the file system.
    return refusal(folder)(error as NodeJS.ErrnoException)
  }
}

async function writeAll(folder: string, files: readonly FolderFile[], signal: AbortSignal): Promise<void> {
  const folders = new Set(files.map(({path}) => dirname(join(folder, path))))
  for (const each of folders) await mkdir(each, {recursive: true})
  // All must have ended, well or badly, before the folder can be removed again.
  const results = await Promise.allSettled(
    files.map(({path, content, mode}) => writeFile(join(folder, path), content, {mode, signal})),
  )
  signal.throwIfAborted()
  const failed = results.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (!kept.has(name)) await rm(join(folder, name), {recursive: true, force: true, maxRetries: 3})
}

/** Removes a folder and those above it that were made for it, as long as nobody put anything into them. */
async function removeEmpty(folder: string, upTo: string): Promise<void> {
  for (let each = folder; each.length >= upTo.length; each = dirname(each)) {
    const removed = await rmdir(each).then(
      () => true,
      () => false,
    )
    if (!removed) return
  }
}

function isMissing(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT'
}

/** What the file system refuses, as a sentence. */
function refusal(folder: string): (error: NodeJS.ErrnoException) => never {
  return error => {
    const message = `Cannot write "${shownPath(folder)}": ${reason(error)}.`
    throw new MeshError(message, 'Check the folder and your permissions.', {cause: error})
  }
}
