import {Transform, type TransformCallback} from 'node:stream'
import type {FastifyInstance} from 'fastify'
import {ApiError} from '../platform/errors/api-error.js'
import {callerGone} from './failure.js'

/** Refuses bodies that are too large: at once when they say so, else in the middle of the stream. */
export function installBodyLimit(app: FastifyInstance, limit: number): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const {'content-length': declared, 'transfer-encoding': coding} = request.headers
    if (Number(declared ?? 0) > limit) return done(tooLarge(limit))
    if (coding === undefined && Number(declared ?? 0) === 0) return done(null, payload)
    const meter = new Meter(limit)
    // Who reads it is told as well; where the request was refused nobody does, and what nobody listens to would end the process.
    meter.on('error', () => undefined)
    payload.once('error', () => meter.destroy(callerGone()))
    payload.once('close', () => {
      if (!payload.readableEnded) meter.destroy(callerGone())
    })
    // What nobody wants any more is read and thrown away, else the connection could carry no answer and no further request.
    meter.once('close', () => {
      payload.unpipe(meter)
      payload.resume()
    })
    done(null, payload.pipe(meter))
  })
}

class Meter extends Transform {
  #seen = 0

  constructor(readonly limit: number) {
    super()
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#seen += chunk.length
    if (this.#seen > this.limit) done(tooLarge(this.limit))
    else done(null, chunk)
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', `The body may have ${limit} bytes.`, {details: {limit}})
}
