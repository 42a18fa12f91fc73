import type {Run} from '../../core/run.js'
import type {GraphqlContract} from '../graphql/model.js'
import {answerFor} from '../openapi/answer-for.js'
import type {OpenApiContract, Response} from '../openapi/model.js'
import {type GraphqlRequest, graphqlRequestOf} from './graphql-request.js'
import type {Pact, PactContract, RequestInteraction} from './model.js'
import {type Route, Router} from './router.js'

/** A request of a consumer with what the contract of the provider says about it. */
export interface Exchange {
  readonly interaction: RequestInteraction
  /** The contract that describes it, or would have to. */
  readonly api: OpenApiContract | undefined
  readonly route: Route | undefined
  /** What is described for the status that the consumer expects. */
  readonly answer: Response | undefined
  /** False when the consumer expects to be refused: what is wrong with its request is wrong on purpose. */
  readonly isProper: boolean
  /** Set when it is an operation of GraphQL, which the schema describes. */
  readonly graphql: GraphqlRequest | undefined
}

/** The requests of a pact with what the contracts of the run say about them; worked out once for all rules. */
export function exchangesOf({document}: PactContract, run: Run): readonly Exchange[] {
  return run.once(allExchanges).get(document) ?? []
}

/** The contracts of a kind that describe the provider. */
export function openApisOf({contracts}: Run): readonly OpenApiContract[] {
  return contracts.filter((each): each is OpenApiContract => each.kind === 'openapi')
}

/** The schemas of the provider: a file of each, which knows the others. */
export function schemasOf({contracts}: Run): readonly GraphqlContract[] {
  const files = contracts.filter((each): each is GraphqlContract => each.kind === 'graphql')
  const first = new Map(files.filter(({document}) => document.isSchema).map(each => [each.document.schema, each]))
  return [...first.values()]
}

/** The pacts of a run. */
export function pactsOf({contracts}: Run): readonly PactContract[] {
  return contracts.filter((each): each is PactContract => each.kind === 'pact')
}

function allExchanges(run: Run): ReadonlyMap<Pact, readonly Exchange[]> {
  const apis = openApisOf(run).map(api => ({api, router: new Router(api.document)}))
  const schemas = schemasOf(run)
  return new Map(
    pactsOf(run).map(({document}) => [
      document,
      document.requests.map(interaction => exchangeOf(interaction, apis, schemas)),
    ]),
  )
}

type Api = {readonly api: OpenApiContract; readonly router: Router}

function exchangeOf(
  interaction: RequestInteraction,
  apis: readonly Api[],
  schemas: readonly GraphqlContract[],
): Exchange {
  const {request, response} = interaction
  const routes = apis.map(({api, router}) => ({api, route: router.find(request.method, request.path)}))
  const best = routes.find(({route}) => route?.operation) ?? routes.find(({route}) => route) ?? routes[0]
  const graphql = best?.route?.operation ? undefined : graphqlRequestOf(interaction, schemas)
  const responses = best?.route?.operation?.responses ?? []
  return {
    interaction,
    api: best?.api,
    route: best?.route,
    answer: answerFor(responses, response.status),
    isProper: response.status < 400,
    graphql,
  }
}
