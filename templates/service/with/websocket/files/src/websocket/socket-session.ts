import {randomUUID} from 'node:crypto'
import type {WebSocket} from 'ws'
import {createContext, type RequestContext, runInContext} from '../platform/context/request-context.js'
import type {Caller} from '../platform/contract/operation.js'
import {ApiError} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import type {Logger} from '../platform/logging/logger.js'
import {type EventStream, eventStream} from '../web-socket/event-stream.js'
import {watched} from '../web-socket/watched.js'
import {type ClientFrame, errorFrame, frame, readFrame} from './frame.js'
import {createMessageLimit} from './message-limit.js'

/** Opens the events that a subscription asks for, or throws the ApiError that refuses it. */
export type OpenEvents = (
  request: Readonly<Record<string, unknown>>,
  caller: Caller,
  signal: AbortSignal,
) => AsyncIterable<unknown>

export interface SessionOptions {
  readonly caller: Caller
  /** Of the request that has opened the connection; answers carry its ids. */
  readonly headers: Parameters<typeof createContext>[0]
  readonly open: OpenEvents
  readonly logger: Logger
  /** Messages in a second. */
  readonly messageRate: number
  /** Subscriptions at a time. */
  readonly most: number
  /** All streams of the service, for those who want to know whether everything was told. */
  readonly streams: Set<EventStream<unknown>>
}

/** Codes of RFC 6455: against the rules; come back later. */
const violation = 1008
const later = 1013

/** Talks with one client, until the connection ends. */
export function serveSession(socket: WebSocket, options: SessionOptions): void {
  const {caller, headers, open, logger, messageRate, most, streams} = options
  const controller = new AbortController()
  const context = createContext(headers, {requestId: randomUUID(), signal: () => controller.signal})
  context.subject = caller.subject
  const own = new Map<string, EventStream<unknown>>()
  const mayTalk = createMessageLimit(messageRate)
  socket.once('close', () => {
    controller.abort()
    for (const stream of own.values())
      stream.return?.().catch(error => logger.error({err: error}, 'A stream did not end.'))
  })

  /** Resolves when the network has taken it: who reads slowly is waited for, and nobody else is. */
  const send = (text: string): Promise<void> =>
    new Promise(resolve => {
      if (socket.readyState === socket.OPEN) socket.send(text, () => resolve())
      else resolve()
    })

  const tell = async (id: string, stream: EventStream<unknown>): Promise<void> => {
    try {
      for await (const event of stream) await send(frame(context, 'event', id, event))
    } catch (error) {
      const answer = toApiError(error)
      if (answer.status >= 500 && !(error instanceof ApiError)) logger.error({err: error}, answer.message)
      await send(errorFrame(context, id, answer))
      // What was missed can not be had any more on this connection.
      socket.close(later, answer.code)
    }
  }

  const subscribe = async ({id, data = {}}: Extract<ClientFrame, {type: 'subscribe'}>): Promise<void> => {
    if (own.has(id)) throw new ApiError('STATE_CONFLICT', `There is a subscription "${id}" already.`)
    if (own.size >= most) throw new ApiError('SERVICE_UNAVAILABLE', `A connection may have ${most} subscriptions.`)
    const stream = eventStream(
      watched(signal => open(data, caller, signal)),
      () => {
        streams.delete(stream)
        own.delete(id)
      },
    )
    own.set(id, stream)
    streams.add(stream)
    await send(frame(context, 'subscribed', id))
    void tell(id, stream)
  }

  const deal = async (said: ClientFrame): Promise<void> => {
    if (said.type === 'ping') return send(frame(context, 'pong', said.id))
    if (said.type === 'subscribe') return subscribe(said)
    await own.get(said.id)?.return?.()
    return send(frame(context, 'unsubscribed', said.id))
  }

  socket.on('message', (message, isBinary) => {
    if (!mayTalk()) return socket.close(violation, 'RATE_LIMIT_EXCEEDED')
    const said = isBinary ? undefined : readFrame(String(message))
    const id = said?.id
    const done = said ? runInContext(context, () => deal(said)) : Promise.reject(malformed())
    done.catch(error => answerError(context, id, error))
  })

  const answerError = async (context: RequestContext, id: string | undefined, error: unknown): Promise<void> => {
    const answer = toApiError(error)
    if (answer.status >= 500 && !(error instanceof ApiError)) logger.error({err: error}, answer.message)
    await send(errorFrame(context, id, answer))
  }
}

function malformed(): ApiError {
  return new ApiError('MALFORMED_REQUEST', 'A message is JSON with "type": subscribe, unsubscribe or ping.')
}
