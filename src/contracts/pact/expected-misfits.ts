import type {Run} from '../../core/run.js'
import {wayOf} from '../json/misfit-message.js'
import type {JsonNode} from '../json/node.js'
import type {Misfit} from '../json/validation/misfit.js'
import {Validator} from '../json/validation/validator.js'
import type {Exchange} from './exchanges.js'
import {judgedBody} from './judged-body.js'
import type {Body} from './model.js'

/** Something in the body that a consumer expects and that the contract does not allow, or does not describe. */
export interface ExpectedMisfit {
  readonly misfit: Misfit
  /** `lines[0].price`. */
  readonly way: string
  readonly body: Body
  readonly schema: JsonNode
}

/** What is wrong with the body that a consumer expects; worked out once for the rules that tell of it. */
export function expectedMisfits(exchange: Exchange, run: Run): readonly ExpectedMisfit[] {
  const known = run.once(noMisfits)
  const found = known.get(exchange) ?? misfitsOf(exchange)
  known.set(exchange, found)
  return found
}

function noMisfits(): Map<Exchange, readonly ExpectedMisfit[]> {
  return new Map()
}

function misfitsOf({api, answer, interaction}: Exchange): readonly ExpectedMisfit[] {
  const {body} = interaction.response
  if (api === undefined || answer === undefined || body === undefined) return []
  const judged = judgedBody(api.document, body, answer.content)
  if (judged === undefined) return []
  return new Validator(api.document, 'expected')
    .misfits(judged.schema, judged.value)
    .map(misfit => ({misfit, way: wayOf(misfit), body, schema: judged.schema}))
}
