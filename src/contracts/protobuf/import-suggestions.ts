import {didYouMean} from '../../core/suggest.js'
import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {wellKnownPaths} from './well-known.js'

/**
 * The path of a file that was probably meant by an import, as ` Did you mean …?`; empty when none is near. Whoever
 * misspells a path misspells the name of the file or a folder: only files that have one of both are compared, because a
 * set may have thousands of files and as many imports that lead nowhere.
 */
export function suggestImport(path: string, set: FileSet): string {
  const {known, byName, byFolder, paths} = set.once(suggestions)
  let suggestion = known.get(path)
  if (suggestion === undefined) {
    const root = path.split('/')[0] ?? ''
    const [folder, name] = split(path)
    const near = [
      ...pathsOf(byName.get(name), root, paths),
      ...pathsOf(byFolder.get(lastOf(folder)), root, paths),
      ...wellKnownPaths,
    ]
    suggestion = didYouMean(path, near)
    known.set(path, suggestion)
  }
  return suggestion
}

interface Suggestions {
  /** Many files import the same in vain. */
  readonly known: Map<string, string>
  readonly byName: ReadonlyMap<string, readonly ProtobufFile[]>
  /** By the last part of the path of their folders. */
  readonly byFolder: ReadonlyMap<string, readonly ProtobufFile[]>
  /** As imports write them, by the first part of the import and by the list above. */
  readonly paths: Map<string, Map<readonly ProtobufFile[], readonly string[]>>
}

function suggestions({files}: FileSet): Suggestions {
  const byName = new Map<string, ProtobufFile[]>()
  const byFolder = new Map<string, ProtobufFile[]>()
  for (const file of files) {
    const [folder, name] = split(file.path)
    add(byName, name, file)
    add(byFolder, lastOf(folder), file)
  }
  return {known: new Map(), byName, byFolder, paths: new Map()}
}

function pathsOf(
  files: readonly ProtobufFile[] | undefined,
  root: string,
  paths: Suggestions['paths'],
): readonly string[] {
  if (files === undefined) return []
  const ofRoot = paths.get(root) ?? new Map<readonly ProtobufFile[], readonly string[]>()
  paths.set(root, ofRoot)
  const known = ofRoot.get(files) ?? files.map(file => pathFrom(root, file))
  ofRoot.set(files, known)
  return known
}

function add(map: Map<string, ProtobufFile[]>, key: string, file: ProtobufFile): void {
  const known = map.get(key)
  if (known) known.push(file)
  else map.set(key, [file])
}

/** Paths start where packages start: what is before the first folder of the import is cut off. */
function pathFrom(root: string, file: ProtobufFile): string {
  const start = file.path.indexOf(`/${root}/`)
  return start === -1 || file.path.startsWith(`${root}/`) ? file.path : file.path.slice(start + 1)
}

function split(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf('/')
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)]
}

function lastOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1)
}
