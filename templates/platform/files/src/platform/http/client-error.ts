import {ServerResponse, STATUS_CODES} from 'node:http'
import type {Socket} from 'node:net'
import {createContext, requestIdOf} from '../context/request-context.js'
import {failure} from '../envelope/envelope.js'
import {ApiError} from '../errors/api-error.js'
import type {Logger} from '../logging/logger.js'
import {logRefusal} from '../logging/request-log.js'
import {securityHeaders} from './secured-response.js'

/** Answers what is not even HTTP: there is no request yet, but there is an envelope. */
export function answerClientError(error: Error & {readonly code?: string}, socket: Socket, logger: Logger): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || hasBegun(socket)) {
    socket.destroy()
    return
  }
  const refusal = refusalOf(error.code)
  const context = createContext({}, {requestId: requestIdOf({}), signal: () => AbortSignal.abort()})
  // A connection that was opened ahead and never used is nothing to tell of.
  if (socket.bytesRead > 0) logRefusal(logger, {requestId: context.requestId, refusal, reason: error.code})
  const body = JSON.stringify(failure(context, refusal.entries))
  const headers = {
    ...securityHeaders,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-request-id': context.requestId,
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines, '', body].join('\r\n'))
}

/** What is wrong, by the code that Node gives to it. */
function refusalOf(code: string | undefined): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new ApiError('REQUEST_TIMEOUT', 'The request did not arrive in time.')
  if (code === 'HPE_HEADER_OVERFLOW')
    return new ApiError('HEADERS_TOO_LARGE', 'The address or the headers are too long.')
  return new ApiError('MALFORMED_REQUEST', 'The request can not be read.')
}

/** Whether an answer is on its way: another one in the middle of it would be taken for a part of its body. Node looks at the same
 * member before it answers by itself. */
function hasBegun(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage')
  return answer instanceof ServerResponse && answer.headersSent
}
