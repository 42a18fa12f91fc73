import {pipeline} from 'node:stream'
import type {FastifyReply, FastifyRequest} from 'fastify'
import {contextOf} from '../platform/http/context-hook.js'
import {type AnswerBody, asStream} from '../proxy/passed-answer.js'
import {chooseEncoding} from './profile.js'

/** Bytes below which pressing gains nothing. */
const leastSize = 1024

/** Text and what is made of it. Events come one by one and are left alone. */
const compressible =
  /^(text\/(?!event-stream)|application\/([\w.+-]+\+)?(json|xml)|application\/javascript|image\/svg)/i

/** The body as the caller gets it: pressed where that is worth it and nobody has done it before. Sets the headers. */
export function compress(request: FastifyRequest, reply: FastifyReply, body: AnswerBody): AnswerBody {
  if (!compressible.test(header(reply, 'content-type'))) return body
  addToVary(reply)
  const length = reply.getHeader('content-length')
  if (length !== undefined && Number(length) < leastSize) return body
  if (request.method === 'HEAD' || reply.statusCode === 206) return body
  if (reply.hasHeader('content-encoding') || /no-transform/i.test(header(reply, 'cache-control'))) return body
  const encoding = chooseEncoding(request.headers['accept-encoding'], contextOf(request).platform)
  if (!encoding) return body
  reply.removeHeader('content-length').header('content-encoding', encoding.name)
  // Not the same bytes any more: a strong tag would promise that they are.
  const tag = header(reply, 'etag')
  if (tag.startsWith('"')) reply.header('etag', `W/${tag}`)
  // What happens to one of the two happens to the other; the caller notices by the end of the answer.
  return pipeline(asStream(body), encoding.create(), () => undefined)
}

/** A cache must not give what was pressed for one caller to another. */
function addToVary(reply: FastifyReply): void {
  const vary = header(reply, 'vary')
  if (/accept-encoding|\*/i.test(vary)) return
  reply.header('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`)
}

function header(reply: FastifyReply, name: string): string {
  return String(reply.getHeader(name) ?? '')
}
