import {ApiError} from '../errors/api-error.js'

/** Refuses callers that can not read JSON, before any work is done for them. */
export function requireJsonAccepted(accept: string | undefined): void {
  if (preferredType(accept, ['application/json']) !== undefined) return
  throw new ApiError('NOT_ACCEPTABLE', 'This service answers in "application/json" only.')
}

/** Refuses a body that would have to be unpacked first: a small one can become a very large one. */
export function requirePlainBody(contentEncoding: string | undefined): void {
  if (contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity') return
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as it is, without Content-Encoding.', {
    headers: {'accept-encoding': 'identity'},
  })
}

/** The media type of errors in the form of RFC 9457. */
export const problemType = 'application/problem+json'

/** Whether a caller wants errors as problems: it names the type, and likes it no less than JSON. */
export function prefersProblem(accept: string | undefined): boolean {
  if (accept === undefined || !accept.toLowerCase().includes(problemType)) return false
  const ranges = rangesOf(accept)
  const qualityOf = (wanted: string) => ranges.find(({range}) => range === wanted)?.quality ?? 0
  return qualityOf(problemType) > 0 && qualityOf(problemType) >= qualityOf('application/json')
}

/** Which of the types that can be given a caller likes best, of several the first; undefined when it wants none of them. */
export function preferredType(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined) return offered[0]
  const ranges = rangesOf(accept)
  let best: {readonly type: string; readonly quality: number} | undefined
  for (const type of offered) {
    const quality = qualityOf(type, ranges)
    if (quality > (best?.quality ?? 0)) best = {type, quality}
  }
  return best?.type
}

interface Range {
  readonly range: string
  readonly quality: number
}

/** The most specific range decides, as RFC 9110 says: a range with q=0 is a refusal. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const found = [type, type.replace(/\/.*/, '/*'), '*/*']
    .map(wanted => ranges.find(({range}) => range === wanted))
    .find(range => range !== undefined)
  return found?.quality ?? 0
}

function rangesOf(accept: string): readonly Range[] {
  return accept.split(',').map(part => {
    const [range = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase())
    const quality = parameters.find(parameter => parameter.startsWith('q='))
    return {range, quality: quality === undefined ? 1 : Number(quality.slice(2))}
  })
}
