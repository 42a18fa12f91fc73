import type {ApiContract, ApiEntity, ApiEntityField} from '../model.js'
import type {Home} from './homes.js'
import {type EntityName, fieldKeyOf} from './names.js'

/** An entity of a contract with what tells whether another one is the same. */
export class Described {
  #fields: ReadonlyMap<string, ApiEntityField> | undefined

  constructor(
    readonly contract: ApiContract,
    readonly entity: ApiEntity,
    readonly name: EntityName,
    readonly home: Home,
    /** Undefined when nothing says one. */
    readonly version: string | undefined,
    /** Where it stands among all of the run. */
    readonly order: number,
  ) {}

  get kind(): string {
    return this.contract.kind
  }

  get isEvent(): boolean {
    return this.name.subject !== undefined
  }

  /** By names without their style. Of two that are the same the first counts. */
  get fields(): ReadonlyMap<string, ApiEntityField> {
    if (!this.#fields) {
      const fields = new Map<string, ApiEntityField>()
      for (const field of this.entity.fields) {
        const key = fieldKeyOf(field.jsonName)
        if (key !== '' && !fields.has(key)) fields.set(key, field)
      }
      this.#fields = fields
    }
    return this.#fields
  }

  /** How many fields it has in common with another one. */
  common(other: Described): number {
    const [small, large] = this.fields.size < other.fields.size ? [this, other] : [other, this]
    let count = 0
    for (const key of small.fields.keys()) if (large.fields.has(key)) count++
    return count
  }
}
