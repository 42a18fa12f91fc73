import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {fileOf, isScalar} from './names.js'
import type {Declaration, Value} from './nodes.js'
import type {Meaning} from './scopes.js'

/** A name in a file that stands for something declared elsewhere. Offsets of the name. */
export interface Reference {
  readonly node: Declaration
  readonly name: string
  readonly start: number
  readonly end: number
  readonly wanted: 'type' | 'extension'
  readonly meaning: Meaning | undefined
}

/** Every name of a type or of an extension that a file uses, with what it means. */
export function* referencesIn(file: ProtobufFile): Generator<Reference> {
  const {set} = file
  for (const field of file.fields) {
    if (field.group !== undefined || isScalar(field.type)) continue
    const {type: name, typeStart: start, typeEnd: end} = field
    yield {node: field, name, start, end, wanted: 'type', meaning: set.typeOf(field)}
  }
  for (const extend of file.extends) {
    const {type: name, typeStart: start, typeEnd: end} = extend
    yield {node: extend, name, start, end, wanted: 'type', meaning: set.resolve(extend, name)}
  }
  for (const {request, response} of file.rpcs)
    for (const use of [request, response]) {
      const {type: name, typeStart: start, typeEnd: end} = use
      yield {node: use, name, start, end, wanted: 'type', meaning: set.typeOf(use)}
    }
  for (const option of file.allOptions) {
    for (const {1: name = ''} of option.name.matchAll(/\(([^)]*)\)/g)) {
      const meaning = set.resolve(option.parent, name, 'extension')
      yield {node: option, name, start: option.nameStart, end: option.nameEnd, wanted: 'extension', meaning}
    }
    yield* literalReferences(option, option.value, set)
  }
}

/** Names between brackets in a message literal: `[example.rule]`, `[type.example.com/example.Order]`. */
function* literalReferences(node: Declaration, value: Value, set: FileSet): Generator<Reference> {
  for (const item of value.items) yield* literalReferences(node, item, set)
  for (const member of value.members) {
    if (member.name.startsWith('[')) {
      const name = member.name.slice(member.name.lastIndexOf('/') + 1, -1).replace(/^\[/, '')
      const wanted = member.name.includes('/') ? 'type' : 'extension'
      // In the text format names are whole names, and there is no leading dot; some compilers look around, too.
      const meaning = set.resolve(node, `.${name}`, wanted) ?? set.resolve(node, name, wanted)
      yield {node, name, start: member.start, end: member.start + member.name.length, wanted, meaning}
    }
    yield* literalReferences(node, member.value, set)
  }
}

/** The files that declare what a file names; itself, mostly, among them. */
export function referredFiles(file: ProtobufFile): ReadonlySet<ProtobufFile> {
  const files = new Set<ProtobufFile>()
  for (const {meaning} of referencesIn(file)) if (meaning !== undefined) files.add(fileOf(meaning))
  return files
}
