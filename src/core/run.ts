import type {AnyContract} from './rule.js'

/** What a rule may know beside the contract that it judges. */
export class Run {
  readonly #remembered = new Map<unknown, unknown>()

  constructor(
    /** The contracts that are judged together, in the order of their paths; for a rule that is not `across` only one. */
    readonly contracts: readonly AnyContract[],
    /** Ids of the rules that the project has of its own. */
    readonly ownRules: ReadonlySet<string> = new Set(),
  ) {}

  /** Works out something about all contracts once, however many are judged by it. */
  once<T>(work: (run: Run) => T): T {
    // Sound: what is kept under a function is what that function gave.
    if (this.#remembered.has(work)) return this.#remembered.get(work) as T
    const result = work(this)
    this.#remembered.set(work, result)
    return result
  }
}
