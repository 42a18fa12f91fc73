import {type Logger, pino} from 'pino'

/** Writes a line of which all but the members of its own is always the same. `members` is JSON without braces. */
export type WriteLine = (level: 'debug' | 'info' | 'error', members: string) => void

/**
 * A line as the logger itself would write it, without looking for secrets, errors and objects where there are none: that is
 * most of what a line costs. Where somebody else decides what becomes of lines, they go the usual way.
 */
export function lineWriter(logger: Logger, message: string): WriteLine {
  const {symbols} = pino
  // Members of the logger that its type leaves out.
  const inner = logger as unknown as Inner
  const stream = inner[symbols.streamSym]
  if (stream[symbols.needsMetadataGsym] || inner[symbols.hooksSym].streamWrite) {
    return (level, members) => logger[level](JSON.parse(`{${members}}`), message)
  }
  const end = `,"msg":${JSON.stringify(message)}}\n`
  return (level, members) => {
    const begin = inner[symbols.lsCacheSym][logger.levels.values[level] ?? 0]
    stream.write(`${begin}${inner[symbols.timeSym]()}${inner[symbols.chindingsSym]},${members}${end}`)
  }
}

interface Inner {
  readonly [pino.symbols.streamSym]: {
    readonly [pino.symbols.needsMetadataGsym]?: boolean
    write(line: string): void
  }
  /** What each line of the logger begins with, such as its service. */
  readonly [pino.symbols.chindingsSym]: string
  /** The beginning of a line by its level. */
  readonly [pino.symbols.lsCacheSym]: Readonly<Record<number, string>>
  readonly [pino.symbols.hooksSym]: {readonly streamWrite?: unknown}
  [pino.symbols.timeSym](): string
}

const plain = /^[\w.:/-]*$/

/** A text as JSON. Most need no more than quotes. */
export function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}
