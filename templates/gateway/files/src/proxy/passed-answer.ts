import {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'

/** An answer on its way to a caller: of an upstream, or one that was kept. */
export interface PassedAnswer extends Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'> {
  /** A buffer is all of it; a stream has more to come. */
  readonly body: AnswerBody
}

export type AnswerBody = Buffer | Readable

export function asStream(body: AnswerBody): Readable {
  return Buffer.isBuffer(body) ? Readable.from(body.length > 0 ? [body] : [], {objectMode: false}) : body
}

/** Nobody wants the rest. */
export function discard(body: AnswerBody): void {
  if (!Buffer.isBuffer(body)) body.on('error', () => undefined).destroy()
}
