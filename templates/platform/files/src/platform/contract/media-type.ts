import {ApiError} from '../errors/api-error.js'

/** Refuses callers that can not read JSON, before any work is done for them. */
export function requireJsonAccepted(accept: string | undefined): void {
  if (accept === undefined || acceptsJson(accept)) return
  throw new ApiError('NOT_ACCEPTABLE', 'This service answers in "application/json" only.')
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

/** The most specific range decides, as RFC 9110 says: a range with q=0 is a refusal. */
function acceptsJson(accept: string): boolean {
  const ranges = rangesOf(accept)
  const found = ['application/json', 'application/*', '*/*']
    .map(wanted => ranges.find(({range}) => range === wanted))
    .find(range => range !== undefined)
  return found !== undefined && found.quality > 0
}

function rangesOf(accept: string): readonly {readonly range: string; readonly quality: number}[] {
  return accept.split(',').map(part => {
    const [range = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase())
    const quality = parameters.find(parameter => parameter.startsWith('q='))
    return {range, quality: quality === undefined ? 1 : Number(quality.slice(2))}
  })
}
