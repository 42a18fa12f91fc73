import {wayOf} from '../../contracts/json/misfit-message.js'
import {Validator} from '../../contracts/json/validation/validator.js'
import type {JsonNode, OpenApi} from '../../contracts/openapi/model.js'

/** What is wrong with an answer. */
export interface Problem {
  /** `data[].price`; empty for the answer as a whole. */
  readonly at: string
  /** `has to be a number, not a string`. */
  readonly problem: string
}

/** More of one answer say nothing new. */
const most = 10

/** What of an answer does not fit its schema; the items of a list are one place. */
export function misfitsIn(document: OpenApi, schema: JsonNode, value: unknown): readonly Problem[] {
  const found = new Map<string, Problem>()
  for (const misfit of new Validator(document, 'response').misfits(schema, value)) {
    const at = wayOf(misfit).replaceAll(/\[\d+\]/g, '[]')
    found.set(`${at} ${misfit.problem}`, {at, problem: misfit.problem})
    if (found.size === most) break
  }
  return [...found.values()]
}
