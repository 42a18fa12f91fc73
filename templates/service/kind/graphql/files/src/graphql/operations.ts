import type {FastifyInstance} from 'fastify'
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql'
import {mercurius} from 'mercurius'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import type {CheckAccess} from './access.js'
import {checkDocument} from './check-document.js'
import type {GraphqlLimits} from './limits.js'
import type {OperationContext} from './operation-context.js'
import {mostTokens} from './parse-document.js'
import {Findings, tellErrors} from './tell-errors.js'

/** An operation whose caller is known. */
export interface AskedOperation {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>> | undefined
  readonly context: OperationContext
}

/** A subscription whose document is read already. */
export interface AskedEvents extends Omit<AskedOperation, 'text'> {
  readonly document: DocumentNode
}

/** What an operation, or an event of one, is answered with. */
export interface OperationAnswer {
  readonly data?: unknown
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Runs operations under the limits and permissions of the schema. What is refused before it begins is thrown. */
export interface Operations {
  /** Queries and mutations. */
  run(operation: AskedOperation): Promise<OperationAnswer>
  /** Each event as an answer of its own. */
  watch(events: AskedEvents): Promise<AsyncIterableIterator<OperationAnswer>>
}

export interface OperationsOptions {
  readonly app: FastifyInstance
  readonly schema: GraphQLSchema
  readonly limits: Pick<GraphqlLimits, 'depth' | 'complexity' | 'aliases' | 'introspection'>
  readonly checkAccess: CheckAccess
  readonly logger: Logger
}

/** Queries and mutations are run by Mercurius, which keeps documents that it has read and validated once. It neither
 * validates the documents of subscriptions nor counts what they ask for; they are run here, by the same rules. */
export async function openOperations({
  app,
  schema,
  limits,
  checkAccess,
  logger,
}: OperationsOptions): Promise<Operations> {
  const tell = (errors: readonly GraphQLError[] | undefined, {requestId}: OperationContext) =>
    errors && {errors: tellErrors(errors, {requestId, logger})}

  // A name that is nearly right must not lead to one that introspection does not tell. The types of Mercurius are older.
  const validateOptions: object = {hideSuggestions: !limits.introspection}
  await app.register(mercurius, {
    schema,
    routes: false,
    graphql: {parseOptions: {maxTokens: mostTokens}, validateOptions},
    errorFormatter: ({data, errors}, context) => ({
      statusCode: 200,
      response: {data: data ?? null, ...tell(errors, contextOf(context))},
    }),
  })
  app.graphql.addHook('preValidation', async (_schema, document) => checkDocument(document, limits))
  app.graphql.addHook('preExecution', async (_schema, document, context) => {
    const asked = contextOf(context)
    const {operationName, identity} = asked
    asked.type = getOperationAST(document, operationName)?.operation
    if (asked.type === OperationTypeNode.SUBSCRIPTION) {
      throw new ApiError('MALFORMED_REQUEST', 'Events are told over a WebSocket, at the same address.')
    }
    checkAccess(document, operationName, identity)
  })

  return {
    // It writes members of its own onto the context, and is given this one operation's.
    async run({text, variables, context}) {
      const given = context as unknown as Record<string, unknown>
      const {data, errors} = await app.graphql(text, given, {...variables}, context.operationName)
      // The formatter above has made plain objects of the errors.
      return {data, ...(errors && {errors: errors as unknown as GraphQLFormattedError[]})}
    },

    async watch({document, variables, context}) {
      checkDocument(document, limits)
      const findings = validate(schema, document, specifiedRules, validateOptions)
      if (findings.length > 0) throw new Findings(findings)
      checkAccess(document, context.operationName, context.identity)
      const stream = await subscribe({
        schema,
        document,
        variableValues: variables,
        operationName: context.operationName,
        contextValue: context,
      })
      if (!(Symbol.asyncIterator in stream)) throw new Findings(stream.errors ?? [])
      return mapped(stream, ({data, errors}) => ({data, ...tell(errors, context)}))
    },
  }
}

/** Mercurius hands back what it was given. */
function contextOf(context: unknown): OperationContext {
  return context as OperationContext
}

/** `return` must reach the stream at once, also while it waits: a generator would let it wait, too. */
function mapped<From, To>(
  stream: AsyncGenerator<From, void, void>,
  change: (value: From) => To,
): AsyncIterableIterator<To> {
  return {
    async next() {
      const {done, value} = await stream.next()
      return done ? {done, value: undefined} : {done: false, value: change(value)}
    },
    async return() {
      await stream.return()
      return {done: true, value: undefined}
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
