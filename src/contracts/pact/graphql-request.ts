import type {GraphqlContract} from '../graphql/model.js'
import type {JudgedRequest, SentRequest} from '../graphql/request.js'
import type {GraphqlSchema} from '../graphql/schema.js'
import type {JsonNode} from '../json/node.js'
import type {RequestInteraction} from './model.js'

/** An operation of GraphQL in a pact, and what the schema says about it. */
export interface GraphqlRequest {
  readonly at: JsonNode
  readonly contract: GraphqlContract
  readonly schema: GraphqlSchema
  readonly judged: JudgedRequest
}

/** The operation of GraphQL that a request is, judged by the schema that it fits best; undefined when it is none. */
export function graphqlRequestOf(
  {request}: RequestInteraction,
  schemas: readonly GraphqlContract[],
): GraphqlRequest | undefined {
  const sent = schemas.length === 0 ? undefined : (sentInBody(request) ?? sentInQuery(request))
  if (sent === undefined) return undefined
  const judged = schemas.flatMap(contract => {
    const {schema} = contract.document
    return schema === undefined ? [] : {...sent, contract, schema, judged: schema.language.judgeRequest(sent, schema)}
  })
  return judged.find(each => each.judged.problems.length === 0) ?? judged[0]
}

type Sent = SentRequest & {readonly at: JsonNode}

function sentInBody({body}: RequestInteraction['request']): Sent | undefined {
  if (body === undefined || typeof body.value !== 'object' || body.value === null) return undefined
  const {query, variables, operationName} = body.value as Readonly<Record<string, unknown>>
  if (typeof query !== 'string') return undefined
  const at = (body.isPlaced ? body.at.get('query') : undefined) ?? body.at
  return {query, variables, operationName: typeof operationName === 'string' ? operationName : undefined, at}
}

function sentInQuery({query: parameters}: RequestInteraction['request']): Sent | undefined {
  const text = (name: string) => parameters.find(each => each.name === name)?.texts[0]
  const query = text('query')
  const at = parameters.find(each => each.name === 'query')?.at
  if (query === undefined || at === undefined || !/[{]/.test(query)) return undefined
  return {query, variables: parsed(text('variables')), operationName: text('operationName'), at}
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
