import type {FastifyInstance} from 'fastify'
import {whenOver} from '../platform/http/request-end.js'

/** How many ordinary requests are being served: what they do may have to be told to those who listen. */
export interface RequestsUnderWay {
  readonly count: number
}

export function countRequests(app: FastifyInstance): RequestsUnderWay {
  const underWay = {count: 0}
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.upgrade === undefined) underWay.count += 1
    done()
  })
  whenOver(app, ({request}) => {
    if (request.headers.upgrade === undefined) underWay.count -= 1
  })
  return underWay
}
