import {basename, dirname, resolve} from 'node:path'
import type {JsonNode} from '../contracts/json/node.js'
import {MeshError} from '../core/errors.js'
import type {Candidate} from './discover.js'
import type {DocumentLoader} from './documents.js'

const names = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])

/** The files without those that a kustomization lays over others: they look like manifests and are parts of some. */
export async function withoutPatches(
  files: readonly Candidate[],
  loader: DocumentLoader,
): Promise<readonly Candidate[]> {
  const patches = new Set<string>()
  for (const {path} of files.filter(file => names.has(basename(file.path))))
    for (const root of await rootsOf(path, loader))
      for (const patch of patchesIn(root)) patches.add(resolve(dirname(path), patch))
  return files.filter(({path, named}) => named || !patches.has(path))
}

/** One that cannot be read names nothing; that it cannot is told where it is judged itself. */
async function rootsOf(path: string, loader: DocumentLoader): Promise<readonly JsonNode[]> {
  try {
    return (await loader.load(path)).documents.map(({root}) => root)
  } catch (error) {
    if (error instanceof MeshError) return []
    throw error
  }
}

function patchesIn(root: JsonNode): readonly string[] {
  const listed = ['patches', 'patchesJson6902', 'replacements'].flatMap(name => root.get(name)?.children() ?? [])
  return [
    ...listed.flatMap(node => node.get('path')?.text ?? []),
    ...['patchesStrategicMerge', 'transformers', 'generators', 'configurations'].flatMap(
      name =>
        root
          .get(name)
          ?.children()
          .flatMap(({text}) => text ?? []) ?? [],
    ),
  ]
}
