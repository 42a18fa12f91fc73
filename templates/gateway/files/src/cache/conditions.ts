import type {IncomingHttpHeaders} from 'node:http'

/** Whether the caller has this answer already, by RFC 9110 section 13.2.2: the tag decides, the date only without one. */
export function isUnchanged(asked: IncomingHttpHeaders, {etag, 'last-modified': date}: IncomingHttpHeaders): boolean {
  const known = asked['if-none-match']
  if (known !== undefined) {
    if (known.trim() === '*') return true
    return etag !== undefined && [...known.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, tag]) => tag === opaque(etag))
  }
  const since = asked['if-modified-since']
  return since !== undefined && date !== undefined && Date.parse(date) <= Date.parse(since)
}

/** A tag without its mark of weakness, which does not count here. */
function opaque(tag: string): string {
  return tag.replace(/^W\//, '')
}
