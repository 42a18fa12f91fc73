import {dirname, join, resolve, sep} from 'node:path'
import {readJson} from '../contracts/json/document.js'
import type {JsonNode} from '../contracts/json/node.js'
import type {Modules} from '../contracts/protobuf/modules.js'
import {readTextFile} from '../io/files.js'
import {isBelow} from './documents.js'

/** What the files of `buf` say about the folders above some protobuf files; `root` is where one stops to look. */
export async function protobufModules(paths: readonly string[], root: string): Promise<Modules> {
  const folders = new Set<string>()
  for (const path of paths)
    for (let folder = dirname(path); !folders.has(folder) && isBelow(folder, root); folder = dirname(folder)) {
      folders.add(folder)
      if (folder === dirname(folder)) break
    }
  const found = await Promise.all([...folders].map(modulesIn))
  const slashed = (folder: string) => folder.split(sep).join('/')
  return {
    roots: [...new Set(found.flatMap(({roots}) => roots))].map(slashed),
    excluded: [...new Set(found.flatMap(({excluded}) => excluded))].map(slashed),
  }
}

/** `buf.yaml` of version 1 is a module, or says where it begins; that of version 2 and `buf.work.yaml` list modules. */
async function modulesIn(folder: string): Promise<Modules> {
  const [own, work] = await Promise.all([documentOf(folder, 'buf.yaml'), documentOf(folder, 'buf.work.yaml')])
  const texts = (list: JsonNode | undefined) => (list?.children() ?? []).flatMap(({text}) => text ?? [])
  const within = (list: readonly string[], base = folder) => list.map(each => resolve(base, each))
  const modules = own?.get('modules')?.children() ?? []
  const roots = texts(own?.get('build')?.get('roots'))
  const path = (module: JsonNode) => resolve(folder, module.get('path')?.text ?? '.')
  return {
    roots: [
      ...modules.map(path),
      ...(own !== undefined && modules.length === 0 ? within(roots.length > 0 ? roots : ['.']) : []),
      ...within(texts(work?.get('directories'))),
    ],
    excluded: [
      ...within(texts(own?.get('build')?.get('excludes'))),
      // In version 2 they start from the folder of the file, as the paths of the modules do.
      ...within(modules.flatMap(module => texts(module.get('excludes')))),
    ],
  }
}

/** A file that is not there or cannot be read says nothing; `buf` itself tells what is wrong with it. */
async function documentOf(folder: string, name: string): Promise<JsonNode | undefined> {
  const text = await readTextFile(join(folder, name)).catch(() => undefined)
  return text === undefined ? undefined : readJson({path: name, text}).documents[0]?.root
}
