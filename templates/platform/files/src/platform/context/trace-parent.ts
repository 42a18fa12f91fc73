import {randomFillSync} from 'node:crypto'

/** A position in a distributed trace, as in https://www.w3.org/TR/trace-context/. */
export interface TraceParent {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string
  /** 16 lower-case hexadecimal digits, not all zero. */
  readonly parentId: string
  /** Two hexadecimal digits; `01` says that the caller records the trace. */
  readonly flags: string
}

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?=$|-)/

/** The caller's position, or undefined when it does not say. */
export function readIncoming(header: unknown): TraceParent | undefined {
  const [, traceId, parentId, flags] = (typeof header === 'string' && form.exec(header)) || []
  return traceId && parentId && flags ? {traceId, parentId, flags} : undefined
}

/** The caller's position, or the root of a new trace. */
export function readTraceParent(header: unknown): TraceParent {
  return readIncoming(header) ?? new Root()
}

/** Where a trace begins. Most requests begin one, and few of them call anybody who has to know its position. */
class Root implements TraceParent {
  readonly traceId = randomHex(32)
  readonly flags = '00'
  #parentId: string | undefined

  get parentId(): string {
    this.#parentId ??= randomHex(16)
    return this.#parentId
  }
}

export function formatTraceParent({traceId, parentId, flags}: TraceParent): string {
  return `00-${traceId}-${parentId}-${flags}`
}

/** The header of an outbound call: same trace, a parent of its own. */
export function nextTraceParent({traceId, flags}: TraceParent): string {
  return formatTraceParent({traceId, parentId: randomHex(16), flags})
}

/** Random bytes made ahead: to ask for a few at a time costs far more. */
const pool = Buffer.alloc(4096)
let used = pool.length

/** So many hexadecimal digits, an even number. */
function randomHex(digits: number): string {
  const bytes = digits / 2
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
