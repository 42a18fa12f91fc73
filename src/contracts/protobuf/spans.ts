import type {ProtobufFile} from './file.js'
import type {Place} from './model.js'
import {fileOf} from './names.js'
import type {Declaration, EnumValue, Field, Span} from './nodes.js'
import type {Named} from './placed.js'

/** Where a place is: a file, and offsets into its text. */
export function spanOf(place: Place): {readonly file: ProtobufFile; readonly start: number; readonly end: number} {
  if ('node' in place) return {file: fileOf(place.node), start: place.start, end: place.end}
  const file = fileOf(place)
  switch (place.kind) {
    case 'file':
      return {file, start: 0, end: 0}
    case 'rpc type':
      return {file, start: place.typeStart, end: place.typeEnd}
    case 'extend':
      return {file, start: place.start, end: place.typeEnd}
    case 'syntax':
    case 'package':
    case 'import':
    case 'option':
    case 'ranges':
      return {file, start: place.start, end: place.end}
    default:
      return {file, start: place.nameStart, end: place.nameStart + place.name.length}
  }
}

/** A declaration from its first word to its name: what is shown when the declaration as a whole is meant. */
export function headOf(node: Extract<Declaration, Named>): Span {
  return {node, start: node.start, end: node.nameStart + node.name.length}
}

/** The number of a field or of a value of an enum. */
export function numberOf(node: Field | EnumValue): Span {
  return {node, start: node.numberStart, end: node.numberEnd}
}

/** The type of a field, all of `map<…>` when it is a map. */
export function typeOf(node: Field): Span {
  return {node, start: node.typeStart, end: node.typeEnd}
}
