import {createHash} from 'node:crypto'
import type {IncomingHttpHeaders} from 'node:http'
import type {Transform} from './transform.js'

/**
 * What is changed differs from what the upstream has tagged, and differs again when the changes do: a caller who has the
 * answer of yesterday's gateway.yaml must not hear that nothing has changed. So tags get a mark that names the changes.
 */
export function changeTag(headers: IncomingHttpHeaders, transform: Transform): IncomingHttpHeaders {
  const {etag} = headers
  return etag?.endsWith('"') ? {...headers, etag: `${etag.slice(0, -1)};${markOf(transform)}"`} : headers
}

/** Conditions as the upstream knows them. A caller has the same as now only by a tag with this very mark; to change something,
 * the version counts, whatever it looked like. */
export function upstreamTags(headers: IncomingHttpHeaders, transform: Transform): IncomingHttpHeaders {
  if (transform.data.length === 0) return headers
  const {'if-none-match': known, 'if-match': expected, ...others} = headers
  const mark = `;${markOf(transform)}"`
  const marked = known === '*' ? [known] : tagsIn(known).filter(tag => tag.endsWith(mark))
  return {
    ...others,
    ...(marked.length > 0 && {'if-none-match': marked.join(', ').replaceAll(mark, '"')}),
    ...(expected !== undefined && {'if-match': expected.replaceAll(mark, '"')}),
  }
}

function tagsIn(list = ''): string[] {
  return [...list.matchAll(/"[^"]*"/g)].map(([tag]) => tag)
}

/** JSON knows no maps. */
function spelled(_name: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value
}

const marks = new WeakMap<Transform, string>()

function markOf(transform: Transform): string {
  const known = marks.get(transform)
  if (known !== undefined) return known
  const mark = createHash('sha256').update(JSON.stringify(transform.data, spelled)).digest('hex').slice(0, 8)
  marks.set(transform, mark)
  return mark
}
