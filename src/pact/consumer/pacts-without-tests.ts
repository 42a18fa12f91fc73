import {existsSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {MeshError} from '../../core/errors.js'
import {readTextFile, shownPath} from '../../io/files.js'
import {type PactFile, readPact} from '../pacts/pact-file.js'
import {pairOf} from './merge.js'
import type {RecordedPact} from './recorded.js'

/** Pacts of a folder that belong to the consumers of a run, and that no test of it has written. */
export async function pactsWithoutTests(recorded: readonly RecordedPact[], folder: string): Promise<PactFile[]> {
  const consumers = new Set(recorded.map(({pact}) => pact.consumer))
  const pairs = new Set(recorded.map(({pact}) => pairOf(pact)))
  const names = existsSync(folder) ? await readdir(folder) : []
  const pacts = await Promise.all(names.filter(name => name.endsWith('.json')).map(name => read(join(folder, name))))
  return pacts.flatMap(pact => (pact && consumers.has(pact.consumer) && !pairs.has(pairOf(pact)) ? [pact] : []))
}

/** What cannot be read is for others to tell: here nothing is done with it. */
async function read(path: string): Promise<PactFile | undefined> {
  try {
    return readPact({path: shownPath(path), text: await readTextFile(path)})
  } catch (error) {
    if (error instanceof MeshError) return undefined
    throw error
  }
}
