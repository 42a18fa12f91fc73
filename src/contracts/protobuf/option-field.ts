import {didYouMean} from '../../core/suggest.js'
import type {FileSet} from './file-set.js'
import {fileOf, fullNameOf, isScalar} from './names.js'
import type {Field, Message, Option} from './nodes.js'
import {partsOf} from './option-name.js'
import {hasFields} from './option-values.js'
import {optionsName, standardMessage} from './standard-options.js'

/** The field that an option sets, or a sentence why there is none; undefined when what it is made of is not at hand. */
export function optionField(option: Option): Field | string | undefined {
  const {set} = fileOf(option)
  let message = standardMessage(optionsName(option.parent), set)
  let field: Field | undefined
  for (const part of partsOf(option, set)) {
    if (message === undefined || !hasFields(message)) return undefined
    if (!part.isExtension) {
      const next: Field | undefined = fieldOf(message, part.name)
      if (next === undefined) return unknownOption(part.name, message, field !== undefined)
      field = next
    } else {
      const meaning = set.resolve(option.parent, part.name, 'extension')
      if (meaning?.kind !== 'field') return undefined
      const extended = extendedBy(meaning)
      if (field === undefined && extended !== undefined && extended !== fullNameOf(message))
        return `Option "${meaning.name}" is for ${ownersOf(extended)}, not for ${ownersOf(fullNameOf(message))}.`
      field = meaning
    }
    message = messageOf(field, set)
  }
  return field
}

function fieldOf({fields}: Message, name: string): Field | undefined {
  for (const field of fields) if (field.name === name) return field
  return undefined
}

function unknownOption(name: string, message: Message, isInner: boolean): string {
  const meant = didYouMean(
    name,
    message.fields.map(each => each.name),
  )
  if (isInner) return `Message "${message.name}" has no field "${name}".${meant}`
  return `There is no option "${name}" for ${ownersOf(fullNameOf(message))}.${meant}`
}

/** Full name of the message of options that an extension extends; undefined for any other message. */
function extendedBy(field: Field): string | undefined {
  const known = setOf(field).once(extendedNames)
  if (!known.has(field)) known.set(field, extendedName(field))
  return known.get(field)
}

function extendedNames(): Map<Field, string | undefined> {
  return new Map()
}

function extendedName(field: Field): string | undefined {
  const {owner} = field
  if (owner.kind !== 'extend') return undefined
  const name = setOf(field).fullNameIn(owner, owner.type)
  return /^google\.protobuf\.\w+Options$/.test(name) ? name : undefined
}

/** The message that is the type of a field, with all its fields where protobuf brings it along. */
function messageOf(field: Field, set: FileSet): Message | undefined {
  const type = isScalar(field.type) ? undefined : setOf(field).typeOf(field)
  if (type?.kind !== 'message') return undefined
  return hasFields(type) ? type : (standardMessage(fullNameOf(type), set) ?? type)
}

function setOf(field: Field): FileSet {
  return fileOf(field).set
}

/** What a message of options is for: `extension ranges` of `google.protobuf.ExtensionRangeOptions`. */
function ownersOf(options: string): string {
  const name = options.slice(options.lastIndexOf('.') + 1, -'Options'.length)
  return name === 'Method' ? 'rpcs' : `${name.replaceAll(/\B[A-Z]/g, ' $&').toLowerCase()}s`
}
