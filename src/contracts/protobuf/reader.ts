import {Lines, type Location, type Source} from '../../core/source.js'
import {elementOf} from './element.js'
import {exemptionOf} from './exemptions.js'
import type {ProtobufFile} from './file.js'
import {FileSet} from './file-set.js'
import type {Place, ProtobufContract} from './model.js'
import {noModules} from './modules.js'
import {parse} from './parser.js'
import {spanOf} from './spans.js'
import {wellKnownText} from './well-known.js'

/**
 * Reads protobuf files that belong together; each is a contract of its own and knows the others by its `set`. `folder`
 * is the absolute one that their paths start from, `modules` says where the paths of imports start.
 */
export function readProtobuf(sources: readonly Source[], folder = '', modules = noModules): ProtobufContract[] {
  const files = sources.map(parse)
  // The set gives itself to its files.
  new FileSet(files, wellKnownFile, folder, modules)
  return files.map(contractOf)
}

function wellKnownFile(path: string): ProtobufFile | undefined {
  const text = wellKnownText(path)
  return text === undefined ? undefined : parse({path, text})
}

function contractOf(file: ProtobufFile): ProtobufContract {
  return {
    kind: 'protobuf',
    source: file.source,
    document: file,
    locate,
    element: place => elementOf('node' in place ? place.node : place),
    exemption: (place, rule) => exemptionOf('node' in place ? place.node : place, rule),
  }
}

const lines = new WeakMap<Source, Lines>()

/** Line and column of a place, which may be in another file of the set. */
function locate(place: Place): Location {
  const {file, start, end} = spanOf(place)
  const {source} = file
  let known = lines.get(source)
  if (known === undefined) {
    known = new Lines(source.text)
    lines.set(source, known)
  }
  // A byte order mark takes no column.
  const shift = source.text.charCodeAt(0) === 0xfeff ? 1 : 0
  const position = (offset: number) => {
    const {line, column} = known.position(offset)
    return {line, column: line === 1 ? Math.max(1, column - shift) : column}
  }
  return {path: source.path, start: position(start), end: position(end)}
}
