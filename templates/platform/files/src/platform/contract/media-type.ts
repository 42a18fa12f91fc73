import {ApiError} from '../errors/api-error.js'

/** Refuses callers that can not read JSON, before any work is done for them. */
export function requireJsonAccepted(accept: string | undefined): void {
  if (accept === undefined || acceptsJson(accept)) return
  throw new ApiError('NOT_ACCEPTABLE', 'This service answers in "application/json" only.')
}

/** The most specific range decides, as RFC 9110 says: a range with q=0 is a refusal. */
function acceptsJson(accept: string): boolean {
  const ranges = accept.split(',').map(part => {
    const [range = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase())
    const quality = parameters.find(parameter => parameter.startsWith('q='))
    return {range, quality: quality === undefined ? 1 : Number(quality.slice(2))}
  })
  const found = ['application/json', 'application/*', '*/*']
    .map(wanted => ranges.find(({range}) => range === wanted))
    .find(range => range !== undefined)
  return found !== undefined && found.quality > 0
}
