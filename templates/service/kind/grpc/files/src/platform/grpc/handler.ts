import {
  type Metadata,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status as Status,
  type StatusObject,
  type sendUnaryData,
  type UntypedHandleCall,
} from '@grpc/grpc-js'
import {toApiError} from '../errors/error-handler.js'
import {type Call, callOf} from './call.js'
import type {Method} from './method.js'
import type {Report} from './report.js'
import {readable, received, send} from './streams.js'

/** Puts a method into the form that grpc-js wants for its way to speak. */
export function handlerOf(method: Method, report: Report): UntypedHandleCall {
  const failure = (error: unknown, call: Call): Partial<StatusObject> =>
    // Nobody waits for it any more, and that its work broke off is no error.
    call.context.signal.aborted ? {code: Status.CANCELLED, details: ''} : report(toApiError(error), call)

  const answer = (metadata: Metadata, run: (call: Call) => Promise<object>, done: sendUnaryData<object>): void => {
    const call = callOf(metadata)
    run(call).then(
      message => done(null, message),
      error => done(failure(error, call)),
    )
  }
  const stream = (
    to: ServerWritableStream<object, object> | ServerDuplexStream<object, object>,
    answers: (call: Call) => AsyncIterable<object>,
  ): void => {
    const call = callOf(to.metadata)
    const all = async () => send(to, answers(call), call.context.signal)
    all().then(
      () => to.end(),
      // What was sent before goes out before the status.
      error => to.emit('error', failure(error, call)),
    )
  }

  switch (method.kind) {
    case 'unary':
      return ({metadata, request}: ServerUnaryCall<object, object>, done: sendUnaryData<object>) =>
        answer(metadata, async call => method.run(readable(request), call), done)
    case 'upload':
      return (from: ServerReadableStream<object, object>, done: sendUnaryData<object>) =>
        answer(from.metadata, call => method.run(received(from, call, false), call), done)
    case 'download':
      return (to: ServerWritableStream<object, object>) => stream(to, call => method.run(readable(to.request), call))
    case 'sync':
      return (both: ServerDuplexStream<object, object>) =>
        stream(both, call => method.run(received(both, call, true), call))
  }
}
