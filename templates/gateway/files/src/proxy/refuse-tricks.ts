import {ApiError} from '../platform/errors/api-error.js'

/** A path that one program reads differently than the next is a way around rules: it is refused, never guessed. */
export function refuseTricks(url: string): void {
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  if (!url.includes('#') && !/%2f|%5c|%00|\\|\/\/|\/\.{1,2}(\/|$)|%2e/i.test(path)) return
  throw new ApiError('MALFORMED_REQUEST', 'The path has forms that can be read in more than one way.')
}
