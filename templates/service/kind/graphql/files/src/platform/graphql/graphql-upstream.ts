import {getOperationAST, OperationTypeNode, parse} from 'graphql'
import {createHttpUpstream, type UpstreamOptions} from '../outbound/http-upstream.js'
import {type GraphqlAnswer, readGraphqlAnswer} from './graphql-answer.js'

export interface GraphqlUpstreamOptions extends UpstreamOptions {
  /** Where it takes operations; /graphql when left out. */
  readonly path?: string
}

export interface GraphqlQuestion {
  /** The text of the operation; of several, `operationName` says which. */
  readonly query: string
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  /** Makes a mutation safe to repeat, provided that the upstream honours it. */
  readonly idempotencyKey?: string
  /** Operations that fail together; a breaker each. */
  readonly group?: string
}

/** Another service, asked by GraphQL through all the protection that such a call needs. */
export interface GraphqlUpstream {
  /** Throws an ApiError when there is no usable answer; a refusal is an answer. Queries are repeated, mutations only with a key. */
  ask(question: GraphqlQuestion): Promise<GraphqlAnswer>
  close(): Promise<void>
}

export function createGraphqlUpstream({path = '/graphql', ...options}: GraphqlUpstreamOptions): GraphqlUpstream {
  const {request, close} = createHttpUpstream(options, readGraphqlAnswer)
  return {
    async ask({query, operationName, variables, ...rest}) {
      const repeatable = isQuery(query, operationName)
      return request({...rest, method: 'POST', path, body: {query, operationName, variables}, repeatable})
    },
    close,
  }
}

const read = new Map<string, boolean>()

/** Programs have few operations, and ask them again and again. */
const most = 1000

/** Whether it changes nothing. What can not be asked over HTTP, or not be read at all, is a bug of the one who asks. */
function isQuery(query: string, operationName: string | undefined): boolean {
  const key = `${operationName ?? ''}\n${query}`
  const known = read.get(key)
  if (known !== undefined) return known
  const type = getOperationAST(parse(query), operationName)?.operation
  if (type === undefined || type === OperationTypeNode.SUBSCRIPTION) {
    throw new Error('One query or mutation is asked at a time.')
  }
  if (read.size >= most) read.clear()
  read.set(key, type === OperationTypeNode.QUERY)
  return type === OperationTypeNode.QUERY
}
