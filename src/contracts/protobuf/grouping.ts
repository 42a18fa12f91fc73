import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'

/** The folder of a path; empty for a file that is in none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** Files by the name of their package; call it by `set.once(filesByPackage)`. */
export function filesByPackage(set: FileSet): ReadonlyMap<string, readonly ProtobufFile[]> {
  return grouped(set.files, file => file.packageName)
}

/** Files by their folder; call it by `set.once(filesByFolder)`. */
export function filesByFolder(set: FileSet): ReadonlyMap<string, readonly ProtobufFile[]> {
  return grouped(set.files, file => folderOf(file.path))
}

/** `"a", "b" and "c"`. */
export function listed(names: Iterable<string>): string {
  const quoted = [...names].map(name => `"${name}"`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`
}

function grouped(files: readonly ProtobufFile[], keyOf: (file: ProtobufFile) => string): Map<string, ProtobufFile[]> {
  const groups = new Map<string, ProtobufFile[]>()
  for (const file of files) {
    const key = keyOf(file)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [file])
    else group.push(file)
  }
  return groups
}
