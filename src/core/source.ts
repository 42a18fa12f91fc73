/** A text file as it was read. `path` is relative to the working directory and uses `/`. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A place in a text, 1-based as editors and SARIF count; columns are UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A range in a file; `end` is the place behind its last character. */
export interface Location {
  readonly path: string
  readonly start: Position
  readonly end: Position
}

/** The very first character of a file: for a finding about the file as a whole. */
export function startOf(path: string): Location {
  return {path, start: {line: 1, column: 1}, end: {line: 1, column: 1}}
}

/** Line starts of a text, kept so that many offsets of one text are turned into positions cheaply. */
export class Lines {
  readonly #starts: number[] = [0]

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  /** The position of a 0-based offset; offsets outside the text are clamped to it. */
  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length))
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle
      else high = middle - 1
    }
    return {line: low + 1, column: clamped - (this.#starts[low] ?? 0) + 1}
  }

  /** The text of a 1-based line without its line break; empty when there is no such line. */
  line(number: number): string {
    const start = this.#starts[number - 1]
    if (start === undefined) return ''
    const end = this.#starts[number]
    return this.text.slice(start, end === undefined ? undefined : end - 1).replace(/\r$/, '')
  }
}
