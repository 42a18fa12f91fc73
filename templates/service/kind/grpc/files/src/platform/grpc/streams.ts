import {once} from 'node:events'
import type {Readable, Writable} from 'node:stream'
import {ApiError} from '../errors/api-error.js'
import type {Call} from './call.js'

/** What streams end with that go on for as long as the server does. */
export function stops(): ApiError {
  return new ApiError('SERVICE_UNAVAILABLE', 'The server stops. Connect again, another one is there.', {
    headers: {'retry-after': '1'},
  })
}

/**
 * The messages of a client, one by one: the next is read from the wire when it is asked for. When answers are a stream, the
 * stop of the server ends it between two messages.
 */
export async function* received(stream: Readable, {stopping, context}: Call, endless: boolean): AsyncGenerator<object> {
  // To leave the loop early must not take the way back from the client, too.
  const reader = stream.iterator({destroyOnReturn: false})
  const halt = new Promise<never>((_resolve, reject) => {
    if (!endless) return
    if (stopping.aborted) reject(stops())
    stopping.addEventListener('abort', () => reject(stops()), {once: true, signal: context.signal})
  })
  halt.catch(() => {}) // Also when nobody is reading at that moment.
  while (true) {
    const step: IteratorResult<object> = await Promise.race([reader.next(), halt])
    if (step.done) return
    yield readable(step.value)
  }
}

/** A message, or the reason why it is none. */
export function readable(message: object): object {
  if (message instanceof ApiError) throw message
  return message
}

/** Sends answers, each when there is room for it: a client that reads slowly slows down the one who makes them. */
export async function send(stream: Writable, answers: AsyncIterable<object>, signal: AbortSignal): Promise<void> {
  for await (const answer of answers) {
    signal.throwIfAborted()
    if (!stream.write(answer)) await once(stream, 'drain', {signal})
  }
}
