import {ApiError} from '../errors/api-error.js'

/** The ETag of a resource is its version: `"3"`. */
export function entityTag(version: number): string {
  return `"${version}"`
}

/** Whether the caller already has this version. A weak tag will do: If-None-Match compares weakly. */
export function hasCurrent(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) return false
  const tags = ifNoneMatch.split(',').map(tag => tag.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(entityTag(version))
}

/** The version that an If-Match asks for; `*` asks for any. Weak tags never match, as RFC 9110 says. */
export function versionOfTag(ifMatch: string): number | 'any' {
  if (ifMatch.trim() === '*') return 'any'
  const version = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (version !== undefined) return Number(version)
  throw new ApiError('PRECONDITION_FAILED', 'If-Match must be the ETag of the version that you read, such as "3".', {
    field: 'If-Match',
  })
}
