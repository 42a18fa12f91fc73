import {z} from 'zod'
import {MeshError} from '../../core/errors.js'
import {problemsOf} from '../../core/problems.js'
import {checkHeader} from './headers.js'
import {type LeftOut, type Method, methods, type Operation, type Scenario, safeMethods} from './scenario.js'

/** The parts of a recording (HAR 1.2) that are sent again. */
const schema = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.string(),
          headers: z.array(z.object({name: z.string(), value: z.string()})).default([]),
          postData: z.object({mimeType: z.string().default(''), text: z.string().optional()}).optional(),
        }),
        response: z.object({content: z.object({mimeType: z.string().optional()}).optional()}).optional(),
      }),
    ),
  }),
})

type Entry = z.output<typeof schema>['log']['entries'][number]

/** What pages are made of comes from elsewhere, or from a cache. */
const decoration = /^(image|font|audio|video)\/|^text\/css|javascript/

/** Who asks, and with what rights, is for --header to say; a recording has the session of somebody. */
const kept: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type'])

/** Recordings of a day have millions; this many of one operation are no worse. */
const mostRequests = 200

/** A recording with nothing in it but what is sent again: no cookies, no credentials, no answers. */
export function withoutSession(text: string, shown: string): string {
  const entries = entriesOf(text, shown).map(({request, response}) => ({
    request: {...request, headers: request.headers.filter(({name}) => kept.has(name.toLowerCase()))},
    ...(response && {response}),
  }))
  return JSON.stringify({log: {entries}})
}

const identifier = /^(\d+|[\da-f]{8}-[\da-f-]{27}|[\da-f]{16,}|[\dA-HJKMNP-TV-Z]{26})$/i

/** One kind of request of a recording. */
interface Group {
  readonly method: Method
  readonly name: string
  readonly paths: string[]
  readonly bodies: string[]
  readonly headers: Record<string, string>
  count: number
}

/**
 * The requests of a recording, as often as each was made: those to the origin of the target, else those to the origin
 * that most went to. Paths that differ by an identifier are one operation.
 */
export function harScenario(text: string, shown: string, origin: string, basePath: string, writes: boolean): Scenario {
  const entries = entriesOf(text, shown).filter(
    ({request, response}) => URL.canParse(request.url) && !decoration.test(response?.content?.mimeType ?? ''),
  )
  const own = originOf(entries, origin)
  const groups = new Map<string, Group>()
  const leftOut = new Map<string, LeftOut>()
  for (const {request} of entries) {
    const url = new URL(request.url)
    if (url.origin !== own) continue
    const wanted = request.method.toUpperCase()
    const known: readonly Method[] = writes ? methods : safeMethods
    const method = known.find(each => each === wanted)
    const template = url.pathname
      .split('/')
      .map(part => (identifier.test(part) ? '{id}' : part))
      .join('/')
    const name = `${wanted} ${basePath}${template}`
    if (method === undefined) {
      leftOut.set(name, {operation: name, reason: 'it may change data; --allow-writes sends it.'})
      continue
    }
    const group = groups.get(name) ?? {method, name, paths: [], bodies: [], headers: headersOf(request), count: 0}
    groups.set(name, group)
    group.count++
    if (group.paths.length >= mostRequests) continue
    group.paths.push(basePath + url.pathname + url.search)
    if (!(safeMethods as readonly string[]).includes(method)) group.bodies.push(request.postData?.text ?? '')
  }
  if (groups.size === 0)
    throw new MeshError(
      `"${shown}" has no request to send${leftOut.size > 0 ? ' that changes no data' : ''}.`,
      'Record the requests of an API, in the network tab of a browser for instance.',
    )
  return {operations: [...groups.values()].map(operationOf), leftOut: [...leftOut.values()], thresholds: []}
}

function entriesOf(text: string, shown: string): readonly Entry[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new MeshError(`"${shown}" is not valid JSON.`, 'Give a recording in the HAR format, as browsers save it.')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data.log.entries
  throw new MeshError(
    `"${shown}" is no recording: ${problemsOf(parsed.error, schema, value)[0] ?? ''}`,
    'Give a recording in the HAR format, as browsers save it.',
  )
}

function originOf(entries: readonly Entry[], wanted: string): string {
  const counts = new Map<string, number>()
  for (const {request} of entries) {
    const {origin} = new URL(request.url)
    counts.set(origin, (counts.get(origin) ?? 0) + 1)
  }
  if (counts.has(wanted)) return wanted
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? wanted
}

function headersOf({headers}: Entry['request']): Record<string, string> {
  const sent = headers.filter(({name}) => kept.has(name.toLowerCase()))
  for (const {name, value} of sent) checkHeader(name, value)
  return Object.fromEntries(sent.map(({name, value}) => [name.toLowerCase(), value]))
}

function operationOf({method, name, paths, bodies, headers, count}: Group): Operation {
  return {
    name,
    method,
    paths,
    headers,
    ...(bodies.some(body => body !== '') && {bodies}),
    weight: count,
    guessed: false,
  }
}
