import type {FragmentDefinitionNode} from 'graphql/language/ast.js'
import type {GraphqlFile} from './file.js'
import {nearest} from './grouping.js'
import type {Language, Problem} from './language.js'
import type {GraphqlSchema} from './schema.js'

/** Finds a fragment by its name. */
export type FragmentOf = (name: string) => FragmentDefinitionNode | undefined

/** Files with operations and fragments that ask one schema, or whose schema is not at hand. */
export class Client {
  readonly #files = new Map<string, GraphqlFile>()
  readonly #definers = new Map<string, GraphqlFile[]>()
  readonly #remembered = new Map<unknown, unknown>()

  constructor(
    readonly files: readonly GraphqlFile[],
    readonly schema: GraphqlSchema | undefined,
    readonly language: Language,
  ) {
    for (const file of files) {
      this.#files.set(file.source.path, file)
      for (const {name} of file.fragments) {
        const known = this.#definers.get(name.value)
        if (known === undefined) this.#definers.set(name.value, [file])
        else if (!known.includes(file)) known.push(file)
      }
    }
  }

  /** False when a definition cannot be read: what is not found may be in there. */
  get isComplete(): boolean {
    return this.files.every(({problems}) => problems.length === 0)
  }

  /** What GraphQL itself says about the operations and fragments of a file. */
  problemsIn(file: GraphqlFile): readonly Problem[] {
    return this.language.validateOperations(file, this)
  }

  /** Finds the fragment that a file means by a name: its own, one that it imports, or else the nearest. */
  fragmentsFor(file: GraphqlFile): FragmentOf {
    const own = new Map(file.fragments.map(node => [node.name.value, node]))
    const imported = file.imports.flatMap(({target}) => this.#files.get(target)?.fragments ?? [])
    return name => own.get(name) ?? imported.find(node => node.name.value === name) ?? this.#nearestFragment(name, file)
  }

  /** Works out something about all files once, however many are judged by it. */
  once<T>(work: (client: Client) => T): T {
    // Sound: what is kept under a function is what that function gave.
    if (this.#remembered.has(work)) return this.#remembered.get(work) as T
    const result = work(this)
    this.#remembered.set(work, result)
    return result
  }

  #nearestFragment(name: string, from: GraphqlFile): FragmentDefinitionNode | undefined {
    const definers = this.#definers.get(name) ?? []
    const [file] = definers.length > 1 ? nearest(from, definers) : definers
    return file?.fragments.find(node => node.name.value === name)
  }
}
