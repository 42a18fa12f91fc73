import {Readable} from 'node:stream'
import {type AnswerBody, asStream} from '../proxy/passed-answer.js'

/** A body that was read to its end, or one that is too large and goes on as a stream, from its beginning. */
export type ReadBody = {readonly whole: Buffer} | {readonly rest: Readable}

/** Reads up to `most` bytes. */
export async function readBody(body: AnswerBody, most: number): Promise<ReadBody> {
  if (Buffer.isBuffer(body)) return body.length > most ? {rest: asStream(body)} : {whole: body}
  const chunks: Buffer[] = []
  let size = 0
  const parts: AsyncIterator<Buffer> = body[Symbol.asyncIterator]()
  while (size <= most) {
    const {value, done} = await parts.next()
    if (done) return {whole: Buffer.concat(chunks)}
    chunks.push(value)
    size += value.length
  }
  return {rest: Readable.from(goOn(chunks, parts), {objectMode: false})}
}

async function* goOn(chunks: readonly Buffer[], parts: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks
    yield* {[Symbol.asyncIterator]: () => parts}
  } finally {
    // Who reads no further ends the stream behind it, too.
    await parts.return?.()
  }
}
