import {randomUUID} from 'node:crypto'
import type {FastifyRequest} from 'fastify'
import type {ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema} from 'graphql'
import {type Context, makeServer, type SubscribePayload} from 'graphql-ws'
import type {WebSocket} from 'ws'
import type {Guard} from '../platform/auth/guard.js'
import type {Identity} from '../platform/auth/identity.js'
import {createContext, type RequestContext, runInContext} from '../platform/context/request-context.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import {endWithToken} from '../web-socket/end-with-token.js'
import {type EventStream, eventStream} from '../web-socket/event-stream.js'
import type {WorkItems} from '../work-items/work-items.js'
import {closeCodeOf} from './close-code.js'
import {createOperationContext} from './create-operation-context.js'
import {socketHeaders} from './credentials.js'
import type {FindDocument} from './documents.js'
import {extendAnswer} from './extend-answer.js'
import {graphqlError} from './graphql-error.js'
import {protection} from './http-route.js'
import {inTime} from './in-time.js'
import type {OperationAnswer, Operations} from './operations.js'
import {parseDocument} from './parse-document.js'
import {protocolSocket} from './protocol-socket.js'
import {type GraphqlRequest, readGraphqlRequest} from './request.js'
import {refusalOf} from './tell-errors.js'

/** Serves the operations of connections that are open already. */
export interface SocketServer {
  serve(socket: WebSocket, request: FastifyRequest): void
  /** Whether queries or mutations are under way. */
  isBusy(): boolean
  /** Whether everybody was told all that has happened. */
  isQuiet(): boolean
}

export interface SocketServerOptions {
  readonly schema: GraphQLSchema
  readonly guard: Guard
  readonly operations: Operations
  readonly findDocument: FindDocument
  readonly workItems: WorkItems
  readonly logger: Logger
  /** Operations at a time on one connection. */
  readonly most: number
  /** Milliseconds that a query or mutation may take. */
  readonly timeout: number
  /** Called when a stream of events begins and when it ends, with how many there are. */
  readonly observe?: (streams: number) => void
}

/** What is known of a connection. */
interface Connection {
  readonly socket: WebSocket
  readonly request: FastifyRequest
  readonly signal: AbortSignal
}

type Params = Readonly<Record<string, unknown>> | undefined

/** What graphql-ws takes for a result; it hands it on to `onNext`. */
type Sent = ExecutionResult | AsyncGenerator<ExecutionResult>

/** An operation between the message that asks for it and the code that runs it. */
interface Asked {
  readonly request: GraphqlRequest
  readonly text: string
  readonly context: RequestContext
  readonly identity: Identity
}

/** The protocol of graphql-ws. Each operation is guarded, counted and limited as a request over HTTP is: a connection is no
 * way around anything. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const {schema, guard, operations, findDocument, workItems, logger, most, timeout, observe} = options
  const streams = new Set<EventStream<OperationAnswer>>()
  let running = 0

  const identify = async (
    {extra: {request}, connectionParams}: Context<Params, Connection>,
    context?: RequestContext,
  ): Promise<Identity> => {
    const headers = socketHeaders(request.headers, connectionParams)
    const arrival = {headers, ip: request.ip, ...(context && {context})}
    const identity = await guard(arrival, {headers: () => {}}, protection)
    if (!identity) throw new ApiError('AUTHENTICATION_REQUIRED', 'Send a bearer token.')
    return identity
  }

  const ask = async (connection: Context<Params, Connection>, payload: SubscribePayload): Promise<ExecutionArgs> => {
    if (Object.keys(connection.subscriptions).length > most) {
      throw new ApiError('SERVICE_UNAVAILABLE', `A connection may have ${most} operations at a time.`)
    }
    const {headers} = connection.extra.request
    const context = createContext(headers, {requestId: randomUUID(), signal: () => connection.extra.signal})
    const identity = await identify(connection, context)
    const request = readGraphqlRequest(payload)
    const text = findDocument(request)
    const contextValue: Asked = {request, text, context, identity}
    return {schema, document: parseDocument(text), operationName: request.operationName, contextValue}
  }

  const callOf = ({context: {requestId}, identity, request}: Asked) => ({
    variables: request.variables,
    context: createOperationContext(workItems, request, {identity, requestId}),
  })

  /** Runs the code of an operation in its context; a refusal is an answer, and leaves the connection as it is. */
  const answer = <T>({contextValue}: ExecutionArgs, code: (asked: Asked) => Promise<T>): Promise<Sent> => {
    const asked = contextValue as Asked // As `ask` has put it there.
    const result = runInContext(asked.context, () =>
      code(asked).catch(error => ({errors: refusalOf(error, {requestId: asked.context.requestId, logger}).errors})),
    )
    return result as Promise<unknown> as Promise<Sent> // Nothing looks into it but `onNext`.
  }

  const server = makeServer<Params, Connection>({
    schema,
    async onConnect(connection) {
      const {socket} = connection.extra
      try {
        endWithToken(socket, await identify(connection))
        return true
      } catch (error) {
        socket.close(closeCodeOf(error), error instanceof ApiError ? error.code : 'INTERNAL_ERROR')
        return false
      }
    },
    async onSubscribe(connection, _id, payload) {
      const requestId = randomUUID()
      return ask(connection, payload).catch(error => refusalOf(error, {requestId, logger}).errors.map(graphqlError))
    },
    async execute(args) {
      running += 1
      try {
        return await answer(args, async asked => {
          const run = operations.run({text: asked.text, ...callOf(asked)})
          return extendAnswer(await inTime(run, timeout), asked.context)
        })
      } finally {
        running -= 1
      }
    },
    subscribe: args =>
      answer(args, async asked => {
        const stream = eventStream(await operations.watch({document: args.document, ...callOf(asked)}), () => {
          streams.delete(stream)
          observe?.(streams.size)
        })
        streams.add(stream)
        observe?.(streams.size)
        return stream
      }),
    // It is in the form of answers already, see `answer`.
    onNext: (_connection, _id, _payload, _args, result) => result as FormattedExecutionResult,
    // What is thrown while a stream goes on comes wrapped; everything else was told before.
    onError: (_connection, _id, _payload, errors) =>
      errors.flatMap(error => {
        const {originalError} = error
        return originalError ? refusalOf(originalError, {requestId: randomUUID(), logger}).errors : [error.toJSON()]
      }),
  })

  return {
    serve(socket, request) {
      const controller = new AbortController()
      const closed = server.opened(protocolSocket(socket, logger), {socket, request, signal: controller.signal})
      socket.once('close', (code, reason) => {
        controller.abort()
        closed(code, String(reason)).catch(error => logger.error({err: error}, 'A socket was not cleared away.'))
      })
    },
    isBusy: () => running > 0,
    isQuiet: () => [...streams].every(({idle}) => idle),
  }
}
