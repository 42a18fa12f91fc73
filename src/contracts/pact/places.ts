import type {PlaceElsewhere} from '../../core/rule.js'
import type {Place as GraphqlPlace} from '../graphql/model.js'
import {placeOfMisfit} from '../json/misfit-message.js'
import type {JsonNode, Place} from '../json/node.js'
import type {Misfit} from '../json/validation/misfit.js'
import type {OpenApiContract} from '../openapi/model.js'
import type {Exchange} from './exchanges.js'
import type {GraphqlRequest} from './graphql-request.js'
import type {Body} from './model.js'

/** Where a misfit of a body is told: at the part that does not fit, or at the whole where that has no places. */
export function placeInBody({at, isPlaced}: Body, misfit: Misfit): Place {
  return isPlaced ? placeOfMisfit(at, misfit) : {node: at, on: 'value'}
}

/** A place in the contract of the provider that a finding is about. */
export function inContract(
  api: OpenApiContract | undefined,
  at: Place | undefined,
  message: string,
): readonly PlaceElsewhere[] {
  return api === undefined || at === undefined ? [] : [{at, message, in: api}]
}

/** The schema of a body, where it is defined. */
export function atSchema(api: OpenApiContract | undefined, schema: JsonNode): readonly PlaceElsewhere[] {
  return inContract(api, api?.document.resolve(schema) ?? schema, 'The schema is here')
}

/** The operation that a request leads to. */
export function atOperation({api, route}: Exchange): readonly PlaceElsewhere[] {
  return inContract(api, route?.operation?.node, 'The operation is here')
}

/** Where the schema of GraphQL describes what a finding is about. */
export function inSchema(graphql: GraphqlRequest, at: GraphqlPlace | undefined): readonly PlaceElsewhere[] {
  return at === undefined ? [] : [{at, message: 'The schema describes it here', in: graphql.contract}]
}
