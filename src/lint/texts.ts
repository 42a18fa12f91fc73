import {realpath, stat} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {encodingFindings} from '../contracts/encoding.js'
import {type About, type TextKind, type TextKindName, textKinds} from '../contracts/index.js'
import {isExcluded, type Modules, noModules, rootsFor} from '../contracts/protobuf/modules.js'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import {type Source, startOf} from '../core/source.js'
import {shownPath} from '../io/files.js'
import type {Candidate} from './discover.js'
import {type DocumentLoader, isBelow} from './documents.js'
import {protobufModules} from './protobuf-modules.js'

/** Contracts of one language, read together. */
export interface Texts {
  readonly contracts: readonly {readonly contract: AnyContract; readonly about: About}[]
  /** Files that were meant as contracts and are no text. */
  readonly broken: readonly Finding[]
  /** Texts of which characters are lost. */
  readonly spoiled: readonly Finding[]
}

/** Files that are read at a time. */
const atOnce = 32

/**
 * Reads files of one language, and what they use from the workspace though nobody asked for it: a file is judged alike
 * whether it is named alone or with all others. `others` finds the files of the language in a folder.
 */
export async function readTexts(
  kind: TextKindName,
  candidates: readonly Candidate[],
  loader: DocumentLoader,
  root: string,
  others: (folder: string) => Promise<readonly Candidate[]>,
): Promise<Texts> {
  const {read, missing, isPartial, about}: TextKind = textKinds[kind]
  const broken: Finding[] = []
  const load = async ({path, named}: Candidate): Promise<readonly Source[]> => {
    try {
      // One that is empty is told about by its rules: what it lacks, it does not say.
      return [await loader.loadSource(path)]
    } catch (error) {
      if (!(error instanceof MeshError) || named) throw error
      const location = startOf(shownPath(path, loader.cwd))
      broken.push({rule: `${kind}/syntax`, severity: 'error', message: error.message, location})
      return []
    }
  }
  const sources = (await inBatches(candidates, load)).flat()
  const spoiled = sources.flatMap(encodingFindings)
  const judged = new Set(sources)
  const known = new Set(candidates.map(({path}) => path))
  const modules = kind === 'protobuf' ? await protobufModules([...known], root) : noModules
  let contracts = await read(sources, loader.cwd, modules)
  for (let more = contracts; more.length > 0; ) {
    const wanted = more.flatMap(contract => missing(contract).map(path => ({path, from: contract.source.path})))
    const found = await inBatches(distinct(wanted), ({path, from}) =>
      importedFrom(path, resolve(loader.cwd, from), root, modules),
    )
    const fresh = new Set(found.flatMap(path => (path === undefined || known.has(path) ? [] : path)))
    for (const path of fresh) known.add(path)
    // One that cannot be read stays missing.
    const added = await inBatches([...fresh], path => loader.loadSource(path).catch(() => undefined))
    const texts = added.filter(source => source !== undefined)
    if (texts.length === 0) break
    sources.push(...texts)
    contracts = await read(sources, loader.cwd, modules)
    more = contracts.filter(({source}) => texts.includes(source))
  }
  const folders = contracts
    .filter(contract => judged.has(contract.source) && isPartial(contract))
    .map(({source}) => {
      const path = resolve(loader.cwd, source.path)
      return isBelow(path, root) ? root : dirname(path)
    })
  const around = await Promise.all([...new Set(folders)].map(others))
  const unseen = new Set(around.flat().flatMap(({path}) => (known.has(path) ? [] : path)))
  if (unseen.size > 0) {
    const added = await inBatches([...unseen], path => loader.loadSource(path).catch(() => undefined))
    sources.push(...added.filter(source => source !== undefined))
    contracts = await read(sources, loader.cwd, modules)
  }
  const asked = contracts.filter(({source}) => judged.has(source))
  return {contracts: asked.map(contract => ({contract, about: about(contract)})), broken, spoiled}
}

interface Wanted {
  readonly path: string
  readonly from: string
}

/** Files of one folder look for an import in the same places. */
function distinct(wanted: readonly Wanted[]): Wanted[] {
  return [...new Map(wanted.map(each => [`${dirname(each.from)}\n${each.path}`, each])).values()]
}

/** The file of an import: its path starts from a folder above the file that imports it, which does not say from which. */
async function importedFrom(path: string, from: string, root: string, modules: Modules): Promise<string | undefined> {
  const top = isBelow(from, root) ? root : dirname(from)
  const folders = rootsFor(modules, from).filter(folder => isBelow(folder, top))
  for (let folder = dirname(from); isBelow(folder, top); folder = dirname(folder)) {
    folders.push(folder)
    if (folder === dirname(folder)) break
  }
  for (const folder of folders) {
    const file = join(folder, path)
    const real = await realpath(file).catch(() => undefined)
    if (real === undefined || isExcluded(modules, file, from)) continue
    if (isBelow(real, await realpath(top)) && (await stat(real)).isFile()) return file
  }
  return undefined
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let index = 0; index < items.length; index += atOnce)
    results.push(...(await Promise.all(items.slice(index, index + atOnce).map(work))))
  return results
}
