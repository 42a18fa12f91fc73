import type {RequestContext} from '../platform/context/request-context.js'
import {metaOf} from '../platform/envelope/envelope.js'
import type {OperationAnswer} from './operations.js'

/** An answer with what an envelope would say beside the data: where it comes from, and what its caller should know. The interface
 * has no version, as it grows by fields. */
export function extendAnswer(answer: OperationAnswer, context: RequestContext): OperationAnswer {
  const {version: _version, ...meta} = metaOf(context)
  const {warnings} = context
  return {...answer, extensions: {meta, ...(warnings && {warnings})}}
}
