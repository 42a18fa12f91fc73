import type {JsonKindName, Neighbour, Subject} from '../contracts/index.js'
import {textKindOf} from '../contracts/index.js'
import {MeshError} from '../core/errors.js'
import type {Candidate} from './discover.js'
import type {DocumentLoader} from './documents.js'
import {recognize} from './recognize.js'

/** Finds the contracts around one, so that a file is judged alike whether it is named alone or with all others. */
export class Neighbours {
  readonly #known = new Map<string, Promise<readonly Neighbour[]>>()

  constructor(
    private readonly loader: DocumentLoader,
    private readonly subject: Subject,
    private readonly candidates: (folder: string) => Promise<readonly Candidate[]>,
  ) {}

  /** The documents of a kind in a folder and below, read once. */
  of(kind: JsonKindName, folder: string): Promise<readonly Neighbour[]> {
    const key = `${kind} ${folder}`
    const known = this.#known.get(key) ?? this.#search(kind, folder)
    this.#known.set(key, known)
    return known
  }

  async #search(kind: JsonKindName, folder: string): Promise<readonly Neighbour[]> {
    const found: Neighbour[] = []
    for (const {path} of await this.candidates(folder)) {
      if (textKindOf(path) !== undefined) continue
      for (const {document} of (await this.#read(path)).filter(each => each.kind === kind)) {
        const {documents} = await this.loader.referredFrom(document, folder)
        found.push({document, documents})
      }
    }
    return found
  }

  /** One that cannot be read declares nothing; that it cannot is told where it is judged itself. */
  async #read(path: string) {
    try {
      return (await recognize({path, named: false}, this.loader, this.subject)).documents
    } catch (error) {
      if (error instanceof MeshError) return []
      throw error
    }
  }
}
