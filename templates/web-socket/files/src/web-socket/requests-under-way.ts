import type {FastifyInstance} from 'fastify'
import {follow} from '../platform/http/request-end.js'

/** How many ordinary requests are being served: what they do may have to be told to those who listen. */
export interface RequestsUnderWay {
  readonly count: number
}

export function countRequests(app: FastifyInstance): RequestsUnderWay {
  const underWay = {count: 0}
  follow(app, {
    begin({headers}) {
      const change = headers.upgrade === undefined ? 1 : 0
      underWay.count += change
      return change
    },
    end(_, change) {
      underWay.count -= change
    },
  })
  return underWay
}
