import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {isWellKnown} from './is-well-known.js'
import {fileOf} from './names.js'
import type {Extend, Field, Message, Range} from './nodes.js'
import {isSet} from './option-lookup.js'
import {highest} from './range-parser.js'

/** The highest number of an extension of a message set, which has no other fields. */
const highestInSet = 2 ** 31 - 2

/** The highest number that a field or an extension of a message may have. */
export function highestNumber(message: Message): number {
  return isSet(message, 'message_set_wire_format') ? highestInSet : highest.message
}

/** The message that is extended; undefined when it is not at hand, or nothing but its name is. */
export function extendedMessage(extend: Extend, file: ProtobufFile): Message | undefined {
  const type = file.set.resolve(extend, extend.type)
  return type?.kind === 'message' && !isWellKnown(type) ? type : undefined
}

/** Where a message may be extended. */
export function extensionRanges(message: Message): readonly Range[] {
  const ranges = message.ranges.flatMap(each => (each.keyword === 'extensions' ? each.ranges : []))
  // What `max` stands for is only known from the options of the message.
  return ranges.map(range => (range.to === highest.message ? {...range, to: highestNumber(message)} : range))
}

/** The extension before a field, in its file or in one that its file sees, that has the same number. */
export function sameExtension(field: Field, extend: Extend, file: ProtobufFile): Field | undefined {
  const others = file.set.once(extensionsByNumber).get(keyOf(file.set, extend, field)) ?? []
  if (others.length < 2) return undefined
  const {files} = file.set.visible(file)
  return others.find(
    other => other !== field && (fileOf(other) === file ? other.start < field.start : files.has(fileOf(other))),
  )
}

function extensionsByNumber(set: FileSet): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, Field[]>()
  for (const file of set.files)
    for (const extend of file.extends)
      for (const field of extend.fields) {
        const key = keyOf(set, extend, field)
        const others = found.get(key)
        if (others === undefined) found.set(key, [field])
        else others.push(field)
      }
  return found
}

function keyOf(set: FileSet, extend: Extend, {number}: Field): string {
  return `${set.fullNameIn(extend, extend.type)} ${number}`
}

/** What is wrong with the number of a field, whatever others there are. */
export function numberFault({name, number}: Field, most: number): string | undefined {
  const whose = `Number ${number} of field "${name}"`
  if (number >= 19_000 && number <= 19_999) return `${whose} belongs to protobuf itself.`
  return number < 1 || number > most ? `${whose} is not from 1 to ${most}.` : undefined
}
