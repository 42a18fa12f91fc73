import type {ProtobufFile} from './file.js'
import type {FileSet} from './file-set.js'
import {components, type Graph} from './graph.js'

export interface ImportGraph<Node> {
  readonly graph: Graph<Node>
  readonly components: ReadonlyMap<Node, number>
}

/** Which file imports which; call it by `set.once(fileGraph)`. */
export function fileGraph(set: FileSet): ImportGraph<ProtobufFile> {
  const graph = new Map<ProtobufFile, Set<ProtobufFile>>()
  for (const file of set.files) graph.set(file, new Set(file.imports.flatMap(each => set.imported(each) ?? [])))
  return {graph, components: components(graph)}
}

/** Which package imports which other one; files without a package are left out. Call it by `set.once(packageGraph)`. */
export function packageGraph(set: FileSet): ImportGraph<string> {
  const graph = new Map<string, Set<string>>()
  for (const file of set.files) {
    const targets = graph.get(file.packageName) ?? new Set()
    if (file.packageName !== '') graph.set(file.packageName, targets)
    for (const each of file.imports) {
      const name = set.imported(each)?.packageName ?? ''
      if (name !== '' && name !== file.packageName) targets.add(name)
    }
  }
  return {graph, components: components(graph)}
}
