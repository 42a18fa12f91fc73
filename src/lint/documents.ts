import {type Stats, statSync} from 'node:fs'
import {readdir, realpath} from 'node:fs/promises'
import {basename, dirname, resolve, sep} from 'node:path'
import {type JsonText, readJson} from '../contracts/json/document.js'
import type {JsonDocument} from '../contracts/json/node.js'
import {referencesIn} from '../contracts/json/reference-walk.js'
import {type Documents, identifiedBy, isRemote, type Referred, targetOf} from '../contracts/json/references.js'
import {MeshError} from '../core/errors.js'
import type {Source} from '../core/source.js'
import {didYouMean} from '../core/suggest.js'
import {readRegularFile, readTextFile, reason, shownPath} from '../io/files.js'

/** A file as YAML or JSON. */
export interface LoadedText extends JsonText {
  readonly source: Source
}

/** What can be reached by references. */
export interface Reached {
  readonly documents: Documents
  readonly texts: readonly LoadedText[]
}

/** Larger files are not read: parsing them would take all memory. */
const largest = 256 * 1024 * 1024

/** A server could give documents without end that refer to each other. */
const mostFetched = 500

/** Reads files, each once in a run, and what they refer to. */
export class DocumentLoader {
  readonly #texts = new Map<string, Promise<LoadedText>>()
  /** Looked at, and not asked for yet. */
  readonly #seen = new Map<string, Promise<Source>>()

  #fetched = 0

  constructor(
    readonly cwd: string,
    readonly allowRemote: boolean,
    readonly signal: AbortSignal,
    /** A text that counts more than the file of its path, which need not be there. */
    readonly stdin?: {readonly path: string; readonly text: string},
    /** Hosts that may be asked although their address is a private one. */
    readonly privateHosts: readonly string[] = [],
  ) {}

  /** A file by its absolute path. What cannot be read is a MeshError. */
  load(path: string): Promise<LoadedText> {
    let loading = this.#texts.get(path)
    if (!loading) {
      loading = this.#read(path)
      this.#texts.set(path, loading)
    }
    return loading
  }

  /** All documents that can be reached from one by references to files in `root` or, where allowed, to addresses. */
  async referredFrom(document: JsonDocument, root: string): Promise<Reached> {
    const found = new Map<string, Referred>()
    const texts = new Set<LoadedText>()
    if (staysInItself(document)) return {documents: found, texts: []}
    const open = [document]
    for (let from = open.pop(); from; from = open.pop())
      for (const {node, ref} of referencesIn(from)) {
        const {path} = targetOf(node, ref)
        if (found.has(path) || path === node.document.source.path || identifiedBy(node, ref)) continue
        this.signal.throwIfAborted()
        // The contract itself, referred to by one of its parts, is the same document again.
        const referred = path === document.source.path ? document : await this.#referred(path, root, texts)
        found.set(path, referred)
        if (!('failure' in referred)) open.push(referred)
      }
    return {documents: found, texts: [...texts]}
  }

  async #referred(path: string, root: string, texts: Set<LoadedText>): Promise<Referred> {
    if (isRemote(path)) return this.#remote(path, texts)
    const absolute = resolve(this.cwd, path)
    const real = await realpath(absolute).catch((error: NodeJS.ErrnoException) => error)
    // Whether a file outside of the workspace exists is none of a contract's business.
    const place = real instanceof Error ? absolute : real
    if (!isBelow(place, await realpath(root)))
      return {
        failure: `"${path}" lies outside of the workspace "${root}"; contracts only read files in it.`,
        fix: 'Move the file into the workspace, or put mesh.yaml into a folder above both.',
      }
    if (real instanceof Error) {
      const neighbours = await readdir(dirname(absolute)).catch(() => [])
      const near = didYouMean(basename(absolute), neighbours)
      return {failure: `"${path}" cannot be read: ${reason(real)}.${near}`}
    }
    return only(path, this.load(absolute), texts)
  }

  async #remote(address: string, texts: Set<LoadedText>): Promise<Referred> {
    if (!/^https?:/i.test(address))
      return {failure: `"${address}" is no relative path and no http address; other references are not followed.`}
    if (!this.allowRemote)
      return {
        failure: `"${address}" is in the network; such references are not followed without --allow-remote.`,
        fix: 'Copy the file into the workspace, or allow the network with --allow-remote or `lint.allowRemote` in mesh.yaml.',
      }
    let loading = this.#texts.get(address)
    if (!loading) {
      if (++this.#fetched > mostFetched)
        return {failure: `"${address}" is not followed: more than ${mostFetched} documents of the network are needed.`}
      loading = this.#fetch(address)
      this.#texts.set(address, loading)
    }
    return only(address, loading, texts)
  }

  async #fetch(address: string): Promise<LoadedText> {
    const {fetchText} = await import('./remote.js')
    const fetched = await fetchText(address, this.signal, this.privateHosts)
    if ('failure' in fetched) throw new MeshError(fetched.failure, fetched.fix)
    // What it refers to is relative to where it was found in the end.
    const source = {path: fetched.address, text: fetched.text}
    return loaded(source)
  }

  /** The text of a file of which it is not known yet whether it is asked for: it is kept until then. */
  look(path: string): Promise<Source> {
    const looking = this.loadSource(path)
    this.#seen.set(path, looking)
    return looking
  }

  /** Lets the text of a file go that nobody asks for any more. */
  forget(path: string): void {
    this.#seen.delete(path)
  }

  /** The text of a file by its absolute path; its path is as reports show it. */
  loadSource(path: string): Promise<Source> {
    return this.#seen.get(path) ?? this.#readSource(path)
  }

  async #readSource(path: string): Promise<Source> {
    const shown = shownPath(path, this.cwd)
    if (this.stdin && path === resolve(this.cwd, this.stdin.path)) return {path: shown, text: this.stdin.text}
    const entry = entryOf(path)
    if (entry !== undefined && entry.size > largest)
      throw new MeshError(`"${shown}" is larger than ${largest / 1024 / 1024} MB.`, 'Name a smaller file, or split it.')
    // Editors hide a byte order mark; with it every column of the first line would be one too many.
    const text = entry?.isFile() ? readRegularFile(path, shown) : await readTextFile(path, shown)
    return {path: shown, text: text.startsWith('\uFEFF') ? text.slice(1) : text}
  }

  async #read(path: string): Promise<LoadedText> {
    const source = await this.loadSource(path)
    this.forget(path)
    return loaded(source)
  }
}

/** Undefined when there is nothing, or nothing that may be seen: reading it tells why. */
function entryOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** Problems are not asked for here: to find them may take as long as to read the text. */
function loaded(source: Source): LoadedText {
  const text = readJson(source)
  return {
    source,
    documents: text.documents,
    get problems() {
      return text.problems
    },
  }
}

/** Whether JSON has references to its own parts only: its text tells faster than a walk through all of its values. */
function staysInItself({source: {path, text}}: JsonDocument): boolean {
  if (!path.endsWith('.json') || /\$(?:id|dynamicRef)"|\\u0024/.test(text)) return false
  return !/"\$ref"\s*:\s*"(?!#)/.test(text)
}

/** References lead to the first document of a text, which is added to `texts`. */
async function only(path: string, loading: Promise<LoadedText>, texts: Set<LoadedText>): Promise<Referred> {
  try {
    const text = await loading
    texts.add(text)
    const [document] = text.documents
    if (document) return document
    const isBroken = text.problems.length > 0
    return {failure: isBroken ? `"${path}" cannot be read; it has a fault of its own.` : `"${path}" is empty.`}
  } catch (error) {
    // The hint about a file is for who named it; that about an address is for who refers to it.
    if (error instanceof MeshError)
      return {failure: error.message, ...(isRemote(path) && error.hint !== undefined && {fix: error.hint})}
    throw error
  }
}

/** Whether a path is a folder or in it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
