import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {shownPath} from '../../io/files.js'
import {type PactFile, readPact} from '../pacts/pact-file.js'

/** What the recorder notes beside a pact file that a test wrote. */
export interface WriteNote {
  /** The absolute folder that the test wanted. */
  readonly folder: string
  /** `file:line:column` of the test, when it could be told. */
  readonly test: string | undefined
}

/** One write of one test: a pact with the interactions of that test alone. */
export interface RecordedPact extends WriteNote {
  readonly pact: PactFile
}

/** Reads what the recorder has put into a folder, in a stable order of processes and writes. */
export async function readRecorded(folder: string): Promise<RecordedPact[]> {
  const writes = (await readdir(folder)).sort(byNumbers)
  const read = await Promise.all(writes.map(name => readWrite(join(folder, name))))
  return read.flat()
}

async function readWrite(folder: string): Promise<RecordedPact[]> {
  // The engine takes a slash in a name for a folder.
  const names = (await readdir(folder, {recursive: true})).filter(name => name.endsWith('.json'))
  // A process may have been ended between the note and the pact.
  if (names.length === 0) return []
  const note: WriteNote = JSON.parse(await readFile(join(folder, 'note.txt'), 'utf8'))
  const pacts = await Promise.all(
    names.map(async name => {
      const path = join(folder, name)
      return readPact({path: shownPath(path), text: await readFile(path, 'utf8')})
    }),
  )
  return pacts.flatMap(pact => (pact ? [{...note, pact}] : []))
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', {numeric: true})
}
