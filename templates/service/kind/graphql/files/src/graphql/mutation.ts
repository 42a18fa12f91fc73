import type {GraphQLFieldResolver} from 'graphql'
import type {ApiError, ErrorEntry} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import {idempotent} from '../platform/idempotency/idempotent.js'
import type {OperationContext} from './operation-context.js'

type FieldResolver = GraphQLFieldResolver<unknown, OperationContext>

/**
 * The code of a mutation as a field: its result with `errors: []`, or the errors alone. With an idempotency key it runs
 * once, each field of a request for itself.
 */
export function mutation(run: FieldResolver, keys: IdempotencyStore): FieldResolver {
  return async (source, args, context, info) => {
    const {idempotencyKey, identity: caller} = context
    const once = idempotent(keys, async () => ({status: 200, data: await run(source, args, context, info)}))
    try {
      const {data} = await once({
        params: undefined,
        query: undefined,
        headers: idempotencyKey === undefined ? {} : {'idempotency-key': idempotencyKey},
        body: args,
        caller,
        method: 'POST',
        url: `/graphql/${info.fieldName}/${info.path.key}`,
      })
      return {...(data as object), errors: []} // Mutations give objects, the schema says.
    } catch (error) {
      const refusal = toApiError(error)
      if (!isForCaller(refusal)) throw error
      return {errors: refusal.entries.map(payloadError)}
    } finally {
      context.forget()
    }
  }
}

/** What the caller can mend in the input; that we are down, or who the caller is, concerns the whole operation. */
function isForCaller({status}: ApiError): boolean {
  return status < 500 && ![401, 403, 429].includes(status)
}

function payloadError({severity, ...entry}: ErrorEntry) {
  return {...entry, severity: severity.toUpperCase()}
}
