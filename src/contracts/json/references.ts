import {posix} from 'node:path'
import {didYouMean} from '../../core/suggest.js'
import type {JsonDocument, JsonNode} from './node.js'
import {identifiersOf} from './reference-walk.js'

/** Where a `$ref` points: a document by its path or address, and a place in it. */
export interface Target {
  /** Path from the working directory or an http(s) address; the path of its own document for `#/…`. */
  readonly path: string
  /** What stands behind `#`, decoded: a JSON pointer, an anchor, or nothing for the document as a whole. */
  readonly fragment: string
}

/** A document that references lead to, or why there is none, as a sentence with what to do. */
export type Referred = JsonDocument | {readonly failure: string; readonly fix?: string}

/** What references lead to by its path, as `targetOf` gives it. */
export type Documents = ReadonlyMap<string, Referred>

/** Where the `$ref` of a node points, whether or not that exists. */
export function targetOf(node: JsonNode, ref: string): Target {
  const hash = ref.indexOf('#')
  const file = hash === -1 ? ref : ref.slice(0, hash)
  const fragment = hash === -1 ? '' : decoded(ref.slice(hash + 1))
  const {path} = node.document.source
  // From OpenAPI 3.2 on a document may say what its own address is.
  if (file === '' || file === node.document.root.get('$self')?.text) return {path, fragment}
  if (isRemote(file)) return {path: file, fragment}
  if (isRemote(path)) return {path: new URL(file, path).href, fragment}
  return {path: posix.join(posix.dirname(path), decoded(file)), fragment}
}

/** Reached over the network, or by another scheme such as `file:` that no contract should use. */
export function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(path)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a `$ref` leads to in one step, or the sentence that says why it leads nowhere. */
export type Step = {readonly node: JsonNode} | {readonly failure: string; readonly fix?: string}

/** Follows references, each only once: the graph is kept, nothing is copied in place of a `$ref`. */
export class References {
  readonly #steps = new WeakMap<object, Step>()
  readonly #finals = new WeakMap<object, JsonNode | undefined>()

  constructor(readonly documents: Documents) {}

  /** One step from a node that has a `$ref`. */
  step(node: JsonNode, ref: string): Step {
    // Sound: only objects have a `$ref`.
    const identity = node.value as object
    let step = this.#steps.get(identity)
    if (!step) {
      step = this.#follow(node, ref)
      this.#steps.set(identity, step)
    }
    return step
  }

  /** What a `$ref` leads to in one step, if it leads anywhere. */
  next(node: JsonNode, ref: string): JsonNode | undefined {
    const step = this.step(node, ref)
    return 'node' in step ? step.node : undefined
  }

  /** The node itself, or the end of the chain of references that begins with it; undefined when it has none. */
  resolve(node: JsonNode): JsonNode | undefined {
    const first = node.ref
    if (first === undefined) return node
    const identity = node.value as object
    if (this.#finals.has(identity)) return this.#finals.get(identity)
    const seen = new Set<unknown>()
    let at: JsonNode | undefined = node
    for (let ref: string | undefined = first; at && ref !== undefined; ref = at?.ref) {
      if (seen.has(at.value)) {
        at = undefined
        break
      }
      seen.add(at.value)
      const step = this.step(at, ref)
      at = 'node' in step ? step.node : undefined
    }
    this.#finals.set(identity, at)
    return at
  }

  #follow(node: JsonNode, ref: string): Step {
    const identified = identifiedBy(node, ref)
    if (identified) return {node: identified}
    const {path, fragment} = targetOf(node, ref)
    const document = path === node.document.source.path ? node.document : this.documents.get(path)
    if (document === undefined) return {failure: `"${path}" was not read.`}
    if ('failure' in document) return document
    const found =
      fragment === '' || fragment.startsWith('/')
        ? nodeAt(document.root, fragment)
        : identifiersOf(document).get(`#${fragment}`)
    if (found) return {node: found}
    const where = path === node.document.source.path ? 'the document' : `"${document.source.path}"`
    return {failure: missing(document.root, fragment, where)}
  }
}

/**
 * What a `$ref` leads to by the `$id`s of its document: a schema with an `$id` is a resource of its own, whose `#/…`
 * starts at itself and whose relative references start at its `$id`. Undefined when none is meant, as nearly always.
 */
export function identifiedBy(node: JsonNode, ref: string): JsonNode | undefined {
  const named = identifiersOf(node.document)
  if (named.size === 0) return undefined
  const direct = named.get(ref)
  if (direct) return direct
  const hash = ref.indexOf('#')
  const file = hash === -1 ? ref : ref.slice(0, hash)
  const home = file === '' ? resourceOf(node) : atAddress(node, file, named)
  if (!home) return undefined
  const fragment = hash === -1 ? '' : decoded(ref.slice(hash + 1))
  if (fragment === '') return home
  return fragment.startsWith('/') ? nodeAt(home, fragment) : named.get(`#${fragment}`)
}

/** The schema with an `$id` that a node belongs to. */
function resourceOf(node: JsonNode | undefined): JsonNode | undefined {
  let at = node
  while (at && at.get('$id')?.text === undefined) at = at.parent
  return at
}

const resources = new WeakMap<JsonDocument, ReadonlyMap<string | undefined, JsonNode>>()

/** The schema whose `$id` is what `file` means at a node. */
function atAddress(node: JsonNode, file: string, named: ReadonlyMap<string, JsonNode>): JsonNode | undefined {
  const address = resolvedAddress(file, addressOf(resourceOf(node)))
  if (address === undefined) return undefined
  let known = resources.get(node.document)
  if (!known) {
    known = new Map([...named.values()].reverse().map(each => [addressOf(each), each]))
    resources.set(node.document, known)
  }
  return known.get(address)
}

/** The `$id` of a schema as an absolute address, if it has one. */
function addressOf(resource: JsonNode | undefined): string | undefined {
  const id = resource?.get('$id')?.text
  return id === undefined ? undefined : resolvedAddress(id, addressOf(resourceOf(resource?.parent)))
}

function resolvedAddress(file: string, base: string | undefined): string | undefined {
  try {
    return new URL(file, base).href
  } catch {
    return undefined
  }
}

/** The node that a JSON pointer names. */
export function nodeAt(root: JsonNode, pointer: string): JsonNode | undefined {
  return root.at(...tokensOf(pointer))
}

function tokensOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function missing(root: JsonNode, fragment: string, where: string): string {
  if (!fragment.startsWith('/')) return `There is no "$anchor" called "${fragment}" in ${where}.`
  let at = root
  for (const token of tokensOf(fragment)) {
    const next = at.get(token)
    if (!next) {
      // The number of an item is no name that could be misspelt.
      const names = at.isObject ? at.children().map(({name}) => name) : []
      const within = at.pointer === '' ? where : `"#${at.pointer}" of ${where}`
      return `There is no "${token}" in ${within}.${didYouMean(token, names)}`
    }
    at = next
  }
  return `There is no "${fragment}" in ${where}.`
}
