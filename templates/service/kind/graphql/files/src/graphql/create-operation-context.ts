import type {Identity} from '../platform/auth/identity.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {WorkItems} from '../work-items/work-items.js'
import type {OperationContext} from './operation-context.js'
import type {GraphqlRequest} from './request.js'
import {createWorkItemLoaders} from './work-item-loaders.js'

export interface OperationCall {
  readonly identity: Identity
  readonly requestId: string
  /** From a header, where the protocol has headers. */
  readonly idempotencyKey?: string | undefined
}

/** A key is kept for a day: it must not be a way to fill the memory. */
const longestKey = 255

/** The context of one operation; it belongs to nobody else. */
export function createOperationContext(
  workItems: WorkItems,
  {operationName, extensions}: GraphqlRequest,
  {identity, requestId, idempotencyKey = extensions?.idempotencyKey}: OperationCall,
): OperationContext {
  if (idempotencyKey !== undefined && (idempotencyKey === '' || idempotencyKey.length > longestKey)) {
    throw new ApiError('VALIDATION_FAILED', `An idempotency key has 1 to ${longestKey} characters.`, {
      field: 'Idempotency-Key',
    })
  }
  const context: OperationContext = {
    identity,
    requestId,
    operationName,
    type: undefined,
    idempotencyKey,
    loaders: createWorkItemLoaders(workItems),
    forget() {
      context.loaders = createWorkItemLoaders(workItems)
    },
  }
  return context
}
