import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {fileOf, isScalar} from './names.js'
import type {Declaration, Value} from './nodes.js'
import {partsOf} from './option-name.js'
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
export function referencesIn(file: ProtobufFile): readonly Reference[] {
  const {set} = file
  const found: Reference[] = []
  for (const field of file.fields) {
    if (field.group !== undefined || isScalar(field.type)) continue
    const {type: name, typeStart: start, typeEnd: end} = field
    found.push({node: field, name, start, end, wanted: 'type', meaning: set.typeOf(field)})
  }
  for (const extend of file.extends) {
    const {type: name, typeStart: start, typeEnd: end} = extend
    found.push({node: extend, name, start, end, wanted: 'type', meaning: set.resolve(extend, name)})
  }
  for (const {request, response} of file.rpcs)
    for (const use of [request, response]) {
      const {type: name, typeStart: start, typeEnd: end} = use
      found.push({node: use, name, start, end, wanted: 'type', meaning: set.typeOf(use)})
    }
  for (const option of file.allOptions) {
    const {nameStart: start, nameEnd: end} = option
    for (const {name, isExtension} of partsOf(option, set)) {
      if (!isExtension) continue
      const meaning = set.resolve(option.parent, name, 'extension')
      found.push({node: option, name, start, end, wanted: 'extension', meaning})
    }
    addLiteral(option, option.value, set, found)
  }
  return found
}

/** Names between brackets in a message literal: `[example.rule]`, `[type.example.com/example.Order]`. */
function addLiteral(node: Declaration, value: Value, set: FileSet, found: Reference[]): void {
  for (const item of value.items) addLiteral(node, item, set, found)
  for (const member of value.members) {
    if (member.name.startsWith('[')) {
      const name = member.name.slice(member.name.lastIndexOf('/') + 1, -1).replace(/^\[/, '')
      const wanted = member.name.includes('/') ? 'type' : 'extension'
      // In the text format names are whole names, and there is no leading dot; some compilers look around, too.
      const meaning = set.resolve(node, `.${name}`, wanted) ?? set.resolve(node, name, wanted)
      found.push({node, name, start: member.start, end: member.start + member.name.length, wanted, meaning})
    }
    addLiteral(node, member.value, set, found)
  }
}

/** The files that declare what a file names; itself, mostly, among them. */
export function referredFiles(file: ProtobufFile): ReadonlySet<ProtobufFile> {
  const files = new Set<ProtobufFile>()
  for (const {meaning} of referencesIn(file)) if (meaning !== undefined) files.add(fileOf(meaning))
  return files
}
