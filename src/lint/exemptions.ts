import type {ApiContract} from '../contracts/shared/model.js'
import {unusedExemption} from '../contracts/unused-exemption.js'
import type {Exemption} from '../core/contract.js'
import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import {ruleIdOf} from '../standard/catalogue.js'
import type {Settings} from './settings.js'
import type {IsSettled} from './settled.js'

/** An exemption from a rule that judged what it speaks for. */
interface Tried {
  readonly contract: AnyContract
  readonly exemption: Exemption
}

/** Remembers which exemptions silenced something, over all contracts: several may have a part in common. */
export class Exemptions {
  readonly #used = new Set<string>()
  readonly #tried = new Map<string, Tried>()

  constructor(private readonly settings: Settings) {}

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

  /** Rules have judged a contract; which, is only asked where there is an exemption. */
  judged(contract: AnyContract, rules: () => readonly string[]): void {
    if (!this.#isOn(contract.source.path)) return
    // Sound: rules of the shared folder see every contract like this.
    const {exemptions} = (contract as ApiContract).document.api
    if (exemptions.length === 0) return
    const ran = new Set(rules())
    for (const exemption of exemptions) {
      if (exemption.rule === undefined || !ran.has(ruleIdOf(exemption.rule))) continue
      const tried = {contract, exemption}
      this.#tried.set(keyOf(tried), tried)
    }
  }

  /** The exemptions that silence nothing, as far as all has been seen that they may be needed for. */
  async findings(settled: () => Promise<IsSettled>): Promise<Finding[]> {
    const {id} = unusedExemption
    const unused = [...this.#tried].filter(([key]) => !this.#used.has(key)).map(([, tried]) => tried)
    if (unused.length === 0) return []
    const isSettled = await settled()
    return unused.flatMap(({contract, exemption: {rule = '', at: place}}) => {
      // Sound: the reader of the contract gave the place, and gets it back.
      const at = place as never
      const location = contract.locate(at)
      if (!isSettled(location.path, ruleIdOf(rule)) || contract.exemption?.(at, id)) return []
      const message = `The exemption from "${rule}" silences nothing.`
      const element = contract.element?.(at)
      return {rule: id, severity: 'warning', message, location, ...(element !== undefined && {element})}
    })
  }

  #isOn(path: string): boolean {
    return this.settings.at(unusedExemption, path).severity !== 'off'
  }
}

function keyOf({contract, exemption}: Tried): string {
  // Sound: the reader of the contract gave the place, and gets it back.
  const {path, start} = contract.locate(exemption.at as never)
  return `${start.line}:${start.column} ${path}`
}
