import type {ProtobufFile} from './file.js'
import {none} from './placed.js'
import type {Option} from './statements.js'

/** A declaration that the parser still fills; to everybody else it is read-only. */
export type Draft<T> = {-readonly [Key in keyof T]: T[Key]}

/** The file that is being read. */
export type FileDraft = Draft<ProtobufFile>

type ListKey<T> = {[Key in keyof T]-?: T[Key] extends readonly unknown[] ? Key : never}[keyof T]

/** A list of a draft, made when its first item comes: most declarations have no options, no ranges and so on. */
export function list<T extends object, Key extends ListKey<T>>(draft: T, key: Key): ItemOf<T[Key]>[] {
  // Sound: every list starts as `none`, and is replaced here by one of the parser's own that may grow.
  if ((draft[key] as unknown) === none) (draft as Record<Key, unknown>)[key] = []
  return draft[key] as ItemOf<T[Key]>[]
}

type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never

/** Nothing more comes into some lists: each lets go of the room that it has for that. A set keeps all of its files. */
export function complete<T extends object>(draft: T, keys: readonly ListKey<T>[]): void {
  for (const key of keys) {
    const items = draft[key] as unknown[]
    if (items.length > 0) (draft as Record<typeof key, unknown>)[key] = items.slice()
  }
}

/** Keeps an option with what it belongs to and with the file. */
export function keepOption(file: FileDraft, owner: Draft<{readonly options: readonly Option[]}>, option: Option): void {
  list(owner, 'options').push(option)
  list(file, 'allOptions').push(option)
}
