import type {ApiContract} from '../contracts/shared/model.js'
import {unusedExemption} from '../contracts/unused-exemption.js'
import type {Exemption} from '../core/contract.js'
import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import {ruleIdOf} from '../standard/catalogue.js'
import type {Settings} from './settings.js'

/** An exemption from a rule that judged what it speaks for. */
interface Tried {
  readonly contract: AnyContract
  readonly exemption: Exemption
}

/** Remembers which exemptions silenced something, over all contracts: several may have a part in common. */
export class Exemptions {
  readonly #used = new Set<string>()
  readonly #tried = new Map<string, Tried>()

  constructor(
    private readonly settings: Settings,
    /** Every contract of the repository is judged: what is in a part of several has been tried by all of them. */
    private readonly isWhole: boolean,
  ) {}

  /** The same contract, of which is remembered what exempts from something. */
  watched(contract: AnyContract): AnyContract {
    const {exemption} = contract
    if (exemption === undefined || !this.#isOn(contract.source.path)) return contract
    return {
      ...contract,
      exemption: (node, rule) => {
        const found = exemption.call(contract, node, rule)
        if (found) this.#used.add(keyOf({contract, exemption: found}))
        return found
      },
    }
  }

  /** Rules have judged a contract; `isAlone` when what they say does not depend on other contracts. */
  judged(contract: AnyContract, rules: Iterable<string>, isAlone: boolean): void {
    if (!this.#isOn(contract.source.path) || !(isAlone || this.isWhole)) return
    const ran = new Set(rules)
    // Sound: rules of the shared folder see every contract like this.
    for (const exemption of (contract as ApiContract).document.api.exemptions) {
      if (exemption.rule === undefined || !ran.has(ruleIdOf(exemption.rule))) continue
      const tried = {contract, exemption}
      if (this.isWhole || contract.locate(placeOf(exemption)).path === contract.source.path)
        this.#tried.set(keyOf(tried), tried)
    }
  }

  /** The exemptions that silence nothing. */
  findings(): Finding[] {
    const {id} = unusedExemption
    return [...this.#tried].flatMap(([key, {contract, exemption}]) => {
      const at = placeOf(exemption)
      if (this.#used.has(key) || contract.exemption?.(at, id)) return []
      const message = `The exemption from "${exemption.rule}" silences nothing.`
      const element = contract.element?.(at)
      const location = contract.locate(at)
      return {rule: id, severity: 'warning', message, location, ...(element !== undefined && {element})}
    })
  }

  #isOn(path: string): boolean {
    return this.settings.at(unusedExemption, path).severity !== 'off'
  }
}

function keyOf({contract, exemption}: Tried): string {
  const {path, start} = contract.locate(placeOf(exemption))
  return `${start.line}:${start.column} ${path}`
}

/** Sound: the reader of the contract gave the place, and gets it back. */
function placeOf({at}: Exemption): never {
  return at as never
}
