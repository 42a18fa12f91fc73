import {readAnswer, type UpstreamAnswer} from './answer.js'
import {createHttpUpstream, type HttpUpstream, type UpstreamOptions} from './http-upstream.js'

export type {UpstreamOptions, UpstreamRequest} from './http-upstream.js'

/** Another service that answers in envelopes. */
export type Upstream = HttpUpstream<UpstreamAnswer>

export function createUpstream(options: UpstreamOptions): Upstream {
  return createHttpUpstream(options, readAnswer)
}
