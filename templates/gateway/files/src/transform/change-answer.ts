import {readBody} from '../cache/read-body.js'
import type {ApiError} from '../platform/errors/api-error.js'
import {badResponse} from '../proxy/failure.js'
import type {PassedAnswer} from '../proxy/passed-answer.js'
import {changeData} from './change-data.js'
import {changeTag} from './entity-tags.js'
import type {Transform} from './transform.js'

/**
 * The answer with its `data` changed. Errors stay as they are. A success that can not be looked into does not pass: it might
 * hold what is to be left out.
 */
export async function changeAnswer(answer: PassedAnswer, method: string, transform: Transform): Promise<PassedAnswer> {
  if (transform.data.length === 0 || answer.statusCode >= 400) return answer
  const tagged = {...answer, headers: changeTag(answer.headers, transform)}
  if (!hasBody(answer)) return tagged
  const {'content-type': type, 'content-encoding': encoding, 'content-length': _length, ...headers} = tagged.headers
  if (method === 'HEAD') return {...tagged, headers: {...headers, 'content-type': type}}
  const text = await readText(answer, transform.size)
  if (text === '') return {...tagged, body: Buffer.alloc(0)}
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type ?? '')) throw opaque(`of the media type "${type}"`)
  if (encoding !== undefined && encoding !== 'identity') throw opaque(`in the encoding "${encoding}"`)
  const body = Buffer.from(JSON.stringify(changeEnvelope(parse(text), transform)))
  return {
    ...tagged,
    headers: {...headers, 'content-type': type, 'content-length': String(body.length)},
    body,
  }
}

/** An envelope with its `data` changed; what has none stays as it is. */
export function changeEnvelope(envelope: unknown, {data: changes}: Transform): unknown {
  if (typeof envelope !== 'object' || envelope === null || !('data' in envelope)) return envelope
  return {...envelope, data: changeData(envelope.data, changes)}
}

async function readText({body}: PassedAnswer, most: number): Promise<string> {
  const read = await readBody(body, most).catch((error: unknown) => {
    throw badResponse(error)
  })
  if ('whole' in read) return read.whole.toString('utf8')
  read.rest.destroy()
  throw opaque(`of more than ${most} bytes`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badResponse(error)
  }
}

function opaque(what: string): ApiError {
  return badResponse(new Error(`An answer ${what} can not be changed.`))
}

function hasBody({statusCode, headers}: PassedAnswer): boolean {
  return statusCode < 300 && statusCode !== 204 && headers['content-length'] !== '0'
}
