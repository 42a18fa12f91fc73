import type {OperationTypeNode} from 'graphql'
import type {Identity} from '../platform/auth/identity.js'
import type {WorkItemLoaders} from './work-item-loaders.js'

/** What the code behind fields knows of the operation that it works for. */
export interface OperationContext {
  readonly identity: Identity
  /** What is read is asked for together, and once; what was changed is read anew. */
  loaders: WorkItemLoaders
  /** Forgets what was read: something has changed. */
  forget(): void
  /** Of the request that the operation came with. */
  readonly requestId: string
  readonly operationName: string | undefined
  /** Known when the document is read. */
  type: OperationTypeNode | undefined
  /** Makes the mutations of this operation safe to repeat. */
  readonly idempotencyKey: string | undefined
}
