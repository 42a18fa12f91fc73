import {featureOption} from './features.js'
import {fileOf} from './names.js'
import type {TypeDeclaration} from './nodes.js'

/** The word of edition 2024 in front of a message or an enum: whether other files may use it. */
export function visibilityWord({start, parent}: TypeDeclaration): 'export' | 'local' | undefined {
  const file = parent.kind === 'file' ? parent : fileOf(parent)
  const [word] = /^(?:export|local)\b/.exec(file.source.text.slice(start, start + 7)) ?? []
  return word === 'export' || word === 'local' ? word : undefined
}

/** Whether only its own file may use a type, as it is from edition 2024 on for those in messages that say nothing. */
export function isLocal(type: TypeDeclaration): boolean {
  const {syntax} = fileOf(type)
  if (syntax?.keyword !== 'edition' || syntax.value < '2024') return false
  const word = visibilityWord(type)
  if (word !== undefined) return word === 'local'
  const usual = featureOption(fileOf(type), 'default_symbol_visibility')?.value
  if (usual === 'EXPORT_ALL') return false
  if (usual === 'LOCAL_ALL') return true
  // Both others export what is not inside of a message.
  return type.parent.kind === 'message'
}
