import {z} from 'zod'
import {ApiError} from '../platform/errors/api-error.js'

const requestSchema = z.object({
  query: z.string().nullish(),
  /** `sha256:` and the hash of a document that the service knows. */
  documentId: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z
    .object({
      persistedQuery: z.object({sha256Hash: z.string()}).nullish(),
      idempotencyKey: z.string().nullish(),
    })
    .nullish(),
})

/** One operation, as GraphQL over HTTP and over WebSockets ask for it; what is null is absent. */
export interface GraphqlRequest {
  readonly query?: string | undefined
  readonly documentId?: string | undefined
  readonly operationName?: string | undefined
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  readonly extensions?: {
    readonly persistedQuery?: {readonly sha256Hash: string} | undefined
    readonly idempotencyKey?: string | undefined
  }
}

/** Throws the ApiError that names the member which is wrong. */
export function readGraphqlRequest(body: unknown): GraphqlRequest {
  if (Array.isArray(body))
    throw new ApiError('MALFORMED_REQUEST', 'A request has one operation; send one after another.')
  const result = requestSchema.safeParse(body ?? {})
  if (!result.success) {
    const [issue] = result.error.issues
    const field = issue?.path.join('.') ?? ''
    const what = field === '' ? 'The body is no object.' : `"${field}" is of the wrong type.`
    throw new ApiError('MALFORMED_REQUEST', what, field === '' ? {} : {field})
  }
  const {query, documentId, operationName, variables, extensions} = result.data
  return {
    query: query ?? undefined,
    documentId: documentId ?? undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: {
      persistedQuery: extensions?.persistedQuery ?? undefined,
      idempotencyKey: extensions?.idempotencyKey ?? undefined,
    },
  }
}
