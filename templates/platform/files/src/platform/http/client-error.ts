import {ServerResponse} from 'node:http'
import type {Socket} from 'node:net'
import {createContext, requestIdOf} from '../context/request-context.js'
import {failure} from '../envelope/envelope.js'
import {errorEntry} from '../errors/api-error.js'

/** Answers what is not even HTTP: there is no request yet, but there is an envelope. */
export function answerClientError(error: Error & {readonly code?: string}, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || hasBegun(socket)) {
    socket.destroy()
    return
  }
  const message =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'The request did not arrive in time.' : 'The request can not be read.'
  const context = createContext({}, {requestId: requestIdOf({}), signal: () => AbortSignal.abort()})
  const body = JSON.stringify(failure(context, [errorEntry('MALFORMED_REQUEST', message)]))
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-ID: ${context.requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

/** Whether an answer is on its way: another one in the middle of it would be taken for a part of its body. Node looks at the same
 * member before it answers by itself. */
function hasBegun(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage')
  return answer instanceof ServerResponse && answer.headersSent
}
