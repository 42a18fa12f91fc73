import type {FileSet} from './file-set.js'
import type {Option} from './statements.js'

/** A step of the name of an option: `(google.api.http)`, which is an extension, or `get`. */
interface OptionPart {
  readonly name: string
  readonly isExtension: boolean
}

/** The steps of the name of an option: there are many options, and few names of them. */
export function partsOf({name}: Option, set: FileSet): readonly OptionPart[] {
  const known = set.once(partsByName)
  const parts = known.get(name) ?? split(name)
  known.set(name, parts)
  return parts
}

function partsByName(): Map<string, readonly OptionPart[]> {
  return new Map()
}

function split(name: string): readonly OptionPart[] {
  return [...name.matchAll(/\(([^)]*)\)|[^.()]+/g)].map(([part, extension]) => ({
    name: extension ?? part,
    isExtension: extension !== undefined,
  }))
}
