import type {OpenApiContract, Operation} from '../../contracts/openapi/model.js'
import {sampleValues} from '../engine/sample.js'

/** The bodies that an operation is sent with. */
export interface BodyPlan {
  readonly type: string
  readonly bodies: readonly string[]
  /** Made up from the schema. */
  readonly guessed: boolean
}

/** The JSON bodies of an operation, undefined when it is sent without one, or why there is none, as the end of a sentence. */
export function bodyPlan({requestBody}: Operation, contract: OpenApiContract): BodyPlan | string | undefined {
  if (requestBody === undefined) return undefined
  const {content, required} = requestBody
  const json = content.find(({isJson}) => isJson)
  if (json === undefined)
    return required ? `its body is ${content.map(({name}) => `"${name}"`).join(' or ')}; only JSON is made.` : undefined
  const samples = sampleValues(json, contract)
  if (samples === undefined) return required ? 'its body has no example, and none can be made up.' : undefined
  return {type: json.name, bodies: samples.values.map(value => JSON.stringify(value)), guessed: samples.guessed}
}
