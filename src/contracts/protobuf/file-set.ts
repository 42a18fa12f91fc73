import type {Draft} from './draft.js'
import type {ProtobufFile} from './file.js'
import {importable, type Modules, noModules} from './modules.js'
import {enclosing, fileOf, fullNameOf, isScalar} from './names.js'
import type {Declaration, Enum, Field, Import, Message, RpcType, Service} from './nodes.js'
import {type Meaning, memberOf, PackageScope} from './scopes.js'
import {sharedFolders} from './shared-folders.js'

/** The files whose declarations can be named in a file, and whether that is all of them. */
export interface Visible {
  readonly files: ReadonlySet<ProtobufFile>
  readonly packages: ReadonlySet<PackageScope>
  /** False when an import is missing or cannot be read: what is not found may be there. */
  readonly complete: boolean
}

/** What a name stands for: names of fields and types do not hide each other. */
type Wanted = 'type' | 'extension'

/**
 * Files that are read together: what they import and what their names mean, by the rules of the language. No compiler
 * and no import path is needed; a file that is missing makes names unknown and nothing worse.
 */
export class FileSet {
  readonly #root = new PackageScope(undefined)
  readonly #scopes = new Map<ProtobufFile, PackageScope>()
  readonly #byName = new Map<string, ProtobufFile[]>()
  readonly #imported = new Map<Import, ProtobufFile>()
  readonly #visible = new Map<ProtobufFile, Visible>()
  readonly #remembered = new Map<unknown, unknown>()
  /** Rules judge one file after the other: what names mean is kept for the last one only. */
  #last: ({readonly file: ProtobufFile} & Readonly<Record<Wanted, Map<string, Meaning | undefined>>>) | undefined

  /** `wellKnown` reads a file that comes with every compiler; undefined when there is none of that path. */
  constructor(
    readonly files: readonly ProtobufFile[],
    wellKnown: (path: string) => ProtobufFile | undefined,
    /** The absolute folder that the paths of the files start from, with `/`; empty when nobody knows. */
    private readonly folder = '',
    private readonly modules: Modules = noModules,
  ) {
    for (const file of files) this.#enter(file)
    const known = new Map<string, ProtobufFile | undefined>()
    const near = new Map<string, ProtobufFile | undefined>()
    for (const file of files)
      for (const each of file.imports) {
        // Files of one folder mean the same by the same path.
        const key = `${file.path.slice(0, file.path.lastIndexOf('/') + 1)}\n${each.path}`
        const imported =
          remember(near, key, () => this.#find(each.path, file.path)) ??
          remember(known, each.path, () => wellKnown(each.path))
        if (imported !== undefined) this.#imported.set(each, imported)
      }
    for (const file of known.values()) if (file !== undefined) this.#declare(file)
  }

  /** What a file imports; undefined when it is not at hand. */
  imported(from: Import): ProtobufFile | undefined {
    return this.#imported.get(from)
  }

  /** The file itself, what it imports, and what that imports publicly. */
  visible(file: ProtobufFile): Visible {
    return remember(this.#visible, file, () => this.#visibleIn(file))
  }

  /** The path of a file as far as it is known: from the root of the disk, when the folder of the paths is given. */
  absolute(path: string): string {
    const parts: string[] = []
    const isAbsolute = /^(?:\/|[A-Za-z]:\/)/.test(path)
    for (const part of (isAbsolute ? path : `${this.folder}/${path}`).split('/')) {
      if (part === '..') parts.pop()
      else if (part !== '' && part !== '.') parts.push(part)
    }
    return parts.join('/')
  }

  /** What an import of a file gives: the file and all that it imports publicly. */
  provided(file: ProtobufFile): {readonly files: readonly ProtobufFile[]; readonly complete: boolean} {
    const files = [file]
    let complete = true
    for (const each of files)
      for (const inner of each.imports) {
        if (inner.modifier !== 'public') continue
        const imported = this.#imported.get(inner)
        if (imported === undefined || imported.problems.length > 0) complete = false
        if (imported !== undefined && !files.includes(imported)) files.push(imported)
      }
    return {files, complete}
  }

  /** The message or enum that is the type of a field or of an rpc; undefined for scalars and what is not at hand. */
  typeOf(node: Field | RpcType): Message | Enum | undefined {
    if (node.resolved === undefined) {
      const draft: Draft<Field | RpcType> = node
      draft.resolved = this.#typeOf(node) ?? null
    }
    return node.resolved ?? undefined
  }

  #typeOf(node: Field | RpcType): Message | Enum | undefined {
    if (node.kind === 'field') {
      if (node.group !== undefined) return node.group
      if (isScalar(node.type)) return undefined
    }
    const meaning = this.resolve(node, node.type)
    return meaning?.kind === 'message' || meaning?.kind === 'enum' ? meaning : undefined
  }

  /** Full name of the type of a field or an rpc, as far as it is known; otherwise what is written. */
  typeNameOf(node: Field | RpcType): string {
    const type = this.typeOf(node)
    return type === undefined ? node.type.replace(/^\./, '') : fullNameOf(type)
  }

  /** Full name of what the name of a type means at a place; the name as it is written when it is unknown. */
  fullNameIn(at: Declaration, name: string): string {
    const meaning = this.resolve(at, name)
    return meaning === undefined ? name : fullNameOf(meaning)
  }

  /** What a name means at a place: looked for from the inside out, as the language has it. */
  resolve(at: Declaration, name: string, wanted: Wanted = 'type'): Meaning | undefined {
    const dot = name.indexOf('.')
    const first = dot === -1 ? name : name.slice(0, dot)
    let scope = enclosing(at)
    // A name that begins with a dot is looked for from the outside in.
    for (; first !== '' && scope.kind === 'message'; scope = scope.parent) {
      const member = memberOf(scope, first)
      if (member === undefined) continue
      if (dot !== -1 && isAggregate(member)) return descend(member, name.split('.'), 1)
      if (dot === -1 && isWanted(member, wanted)) return member
    }
    return this.#resolveInFile(fileOf(scope), name, wanted)
  }

  /** Outside of messages a name means the same in all of a file, and most are used again and again. */
  #resolveInFile(file: ProtobufFile, name: string, wanted: Wanted): Meaning | undefined {
    if (this.#last?.file !== file) this.#last = {file, type: new Map(), extension: new Map()}
    return remember(this.#last[wanted], name, () => {
      const parts = name.split('.')
      const visible = this.visible(file)
      if (parts[0] === '') return descendPackage(this.#root, parts, 1, visible)
      return this.#resolveInPackages(file, parts, visible, wanted)
    })
  }

  /** What is declared under a full name anywhere in the set, whether it is imported or not. */
  declared(fullName: string): readonly Meaning[] {
    const parts = fullName.replace(/^\./, '').split('.')
    let scope: PackageScope | undefined = this.#root
    for (let index = 0; scope !== undefined; index++) {
      const found = (scope.members.get(parts[index] ?? '') ?? []).flatMap(
        member => descend(member, parts, index + 1) ?? [],
      )
      if (found.length > 0) return found
      scope = scope.packages.get(parts[index] ?? '')
    }
    return []
  }

  /** Another declaration of the same full name that a file sees, too. */
  namesake(node: Message | Enum | Service, file: ProtobufFile): Meaning | undefined {
    const members = this.#scopes.get(file)?.members.get(node.name) ?? []
    if (members.length < 2) return undefined
    const {files} = this.visible(file)
    return members.find(member => fileOf(member) !== file && files.has(fileOf(member)))
  }

  /** Works out something about all files once, however many files are judged by it. */
  once<T>(key: (set: FileSet) => T): T {
    // Sound: what is kept under a function is what that function gave.
    return remember(this.#remembered, key, () => key(this)) as T
  }

  #resolveInPackages(
    file: ProtobufFile,
    parts: readonly string[],
    visible: Visible,
    wanted: Wanted,
  ): Meaning | undefined {
    const first = parts[0] ?? ''
    let scope = this.#scopes.get(file)
    for (; scope !== undefined; scope = scope.parent) {
      const member = visibleMember(scope, first, visible)
      if (parts.length === 1) {
        if (member !== undefined && isWanted(member, wanted)) return member
      } else if (member !== undefined && isAggregate(member)) return descend(member, parts, 1)
      else {
        const inner = scope.packages.get(first)
        // The innermost package of that name hides all others, even when it has no such member.
        if (inner !== undefined && visible.packages.has(inner)) return descendPackage(inner, parts, 1, visible)
      }
    }
    return undefined
  }

  #enter(file: ProtobufFile): void {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1)
    remember(this.#byName, name, () => []).push(file)
    this.#declare(file)
  }

  #declare(file: ProtobufFile): void {
    const set: Draft<ProtobufFile> = file
    set.set = this
    const scope = this.#root.within(file.packageName)
    scope.enter(file)
    this.#scopes.set(file, scope)
  }

  /** The file that ends in the path of an import: the one nearest to the file that imports it. */
  #find(path: string, from: string): ProtobufFile | undefined {
    const named = this.#byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? []
    const {modules} = this
    const absolute = (each: string) => this.absolute(each).replace(/^(?![A-Za-z]:\/)/, '/')
    const {candidates, meant} = importable(named, path, absolute(from), modules, file => absolute(file.path))
    if (meant !== undefined) return meant
    let best: ProtobufFile | undefined
    let nearest = -1
    for (const file of candidates) {
      if (file.path !== path && !file.path.endsWith(`/${path}`)) continue
      const near = sharedFolders(file.path, from)
      if (near > nearest || (near === nearest && file.path.length < (best?.path.length ?? 0))) {
        best = file
        nearest = near
      }
    }
    return best
  }

  #visibleIn(file: ProtobufFile): Visible {
    const files = new Set([file])
    const packages = new Set<PackageScope>()
    let complete = file.problems.length === 0
    const waiting = [...file.imports]
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      const imported = this.#imported.get(each)
      if (imported === undefined || imported.problems.length > 0) complete = false
      if (imported === undefined || files.has(imported)) continue
      files.add(imported)
      waiting.push(...imported.imports.filter(({modifier}) => modifier === 'public'))
    }
    for (const each of files)
      for (let scope = this.#scopes.get(each); scope !== undefined && !packages.has(scope); scope = scope.parent)
        packages.add(scope)
    return {files, packages, complete}
  }
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined || map.has(key)) return known as Value
  const value = make()
  map.set(key, value)
  return value
}

function isWanted(meaning: Meaning, wanted: Wanted): boolean {
  return wanted === 'extension' ? meaning.kind === 'field' : meaning.kind === 'message' || meaning.kind === 'enum'
}

function isAggregate(meaning: Meaning): boolean {
  return meaning.kind !== 'field'
}

function visibleMember(scope: PackageScope, name: string, visible: Visible): Meaning | undefined {
  return scope.members.get(name)?.find(member => visible.files.has(fileOf(member)))
}

/** The member at the end of the parts of a name, from one of them on. */
function descend(from: Meaning, parts: readonly string[], index: number): Meaning | undefined {
  let at: Meaning | undefined = from
  for (let next = index; next < parts.length && at !== undefined; next++)
    at = at.kind === 'message' ? memberOf(at, parts[next] ?? '') : undefined
  return at
}

function descendPackage(
  from: PackageScope,
  parts: readonly string[],
  index: number,
  visible: Visible,
): Meaning | undefined {
  let scope: PackageScope | undefined = from
  for (let next = index; next < parts.length && scope !== undefined; next++) {
    const name = parts[next] ?? ''
    const member = visibleMember(scope, name, visible)
    if (member !== undefined) return descend(member, parts, next + 1)
    scope = scope.packages.get(name)
  }
  return undefined
}
