/** A comment, or line comments that stand directly below each other. Offsets into the text. */
export class Comment {
  constructor(
    private readonly comments: Comments,
    private readonly first: number,
    private readonly last: number,
  ) {}

  get start(): number {
    return this.comments.offsets[this.first] ?? 0
  }

  get end(): number {
    return this.comments.offsets[this.last + 1] ?? 0
  }

  /** What it says, without its marks. */
  get text(): string {
    return [...this.parts()].join('\n')
  }

  /** What each comment in it says, without its marks. */
  *parts(): Generator<string> {
    const {text, offsets} = this.comments
    for (let index = this.first; index <= this.last; index += 2)
      yield withoutMarks(text.slice(offsets[index], offsets[index + 1]))
  }
}

/** What comments can be about. */
type Commented = {
  readonly kind: string
  readonly start: number
  readonly end: number
  readonly open?: number | undefined
}

/** What stands in the gap in front of a token, divided as the protobuf compiler divides it. */
interface Gap {
  /** Belongs to what is before the gap. */
  readonly trailing: Comment | undefined
  /** Belongs to nothing: set off by empty lines. */
  readonly detached: readonly Comment[]
  /** Belongs to what is behind the gap. */
  readonly leading: Comment | undefined
}

const empty: Gap = {trailing: undefined, detached: [], leading: undefined}

/**
 * The comments of a file. Which declaration one belongs to is worked out when it is asked for: few rules ask, and of
 * few declarations.
 */
export class Comments {
  constructor(
    readonly text: string,
    /** Start and end of each comment in turn. */
    readonly offsets: Int32Array,
  ) {}

  /** All comments one by one, in the order of the text. */
  *all(): Generator<Comment> {
    for (let index = 0; index < this.offsets.length; index += 2) yield new Comment(this, index, index)
  }

  /** The comment directly above what starts at an offset. */
  leading(start: number): Comment | undefined {
    return this.#gapBefore(start).leading
  }

  /** Comments above what starts at an offset that are set off from it by an empty line. */
  detached(start: number): readonly Comment[] {
    return this.#gapBefore(start).detached
  }

  /** The comment on the line where something ends, or on the next line before an empty one. */
  trailing(end: number): Comment | undefined {
    const first = this.#firstFrom(end)
    const start = this.offsets[first]
    if (start === undefined || !isBlank(this.text, end, start)) return undefined
    return this.#divide(first, this.#lastOfGap(first), end).trailing
  }

  /** Whether the comment above what starts at an offset says something to people. */
  documents(start: number): boolean {
    return says(this.leading(start))
  }

  /** The comments that speak about a declaration: above it, and behind its opening brace or its end. */
  of(node: Commented): readonly Comment[] {
    if (node.kind === 'file') return []
    const end = 'open' in node && node.open !== undefined ? node.open + 1 : node.end
    return [this.leading(node.start), this.trailing(end)].filter(comment => comment !== undefined)
  }

  /** Index of the first comment that starts at the offset or behind it. */
  #firstFrom(offset: number): number {
    let low = 0
    let high = this.offsets.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.offsets[middle * 2] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low * 2
  }

  #gapBefore(start: number): Gap {
    const last = this.#firstFrom(start) - 2
    if (last < 0 || !isBlank(this.text, this.offsets[last + 1] ?? 0, start)) return empty
    let first = last
    while (first > 0 && isBlank(this.text, this.offsets[first - 1] ?? 0, this.offsets[first] ?? 0)) first -= 2
    return this.#divide(first, last, this.#tokenBefore(this.offsets[first] ?? 0))
  }

  #lastOfGap(first: number): number {
    let last = first
    while (
      last + 2 < this.offsets.length &&
      isBlank(this.text, this.offsets[last + 1] ?? 0, this.offsets[last + 2] ?? 0)
    )
      last += 2
    return last
  }

  /** Where the token before an offset ends; 0 at the start of the file. */
  #tokenBefore(offset: number): number {
    let at = offset
    while (at > 0 && isSpace(this.text.charCodeAt(at - 1))) at--
    return at
  }

  #divide(first: number, last: number, from: number): Gap {
    const blocks = this.#blocks(first, last)
    const head = blocks[0]
    if (head === undefined) return empty
    const after = this.#afterGap(last)
    // A comment between two tokens of one line could belong to either, and belongs to none.
    if (from > 0 && newlines(this.text, from, after) === newlines(this.text, head.start, head.end)) return empty
    const tail = blocks.at(-1)
    const belongsToNext =
      after < this.text.length &&
      !'}])'.includes(this.text[after] ?? '') &&
      tail !== undefined &&
      newlines(this.text, tail.end, after) < 2
    const belongsToLast =
      from > 0 && this.#isTrailing(head, from, blocks.length === 1 ? after : undefined, belongsToNext)
    const leading = belongsToNext && !(belongsToLast && tail === head) ? tail : undefined
    const detached = blocks.slice(belongsToLast ? 1 : 0, leading === undefined ? undefined : -1)
    return {trailing: belongsToLast ? head : undefined, detached, leading}
  }

  /** Whether the first block of a gap belongs to the token before it. `after` is given when it is the only block. */
  #isTrailing(head: Comment, from: number, after: number | undefined, belongsToNext: boolean): boolean {
    const breaks = newlines(this.text, from, head.start)
    if (breaks === 0) return after === undefined || newlines(this.text, head.end, after) > 0
    return breaks === 1 && !(after !== undefined && belongsToNext)
  }

  #afterGap(last: number): number {
    let at = this.offsets[last + 1] ?? 0
    while (at < this.text.length && isSpace(this.text.charCodeAt(at))) at++
    return at
  }

  /** Joins line comments that stand directly below each other; one behind a token stands alone. */
  #blocks(first: number, last: number): Comment[] {
    const blocks: Comment[] = []
    let from = first
    for (let index = first; index <= last; index += 2)
      if (index === last || !this.#joins(from, index)) {
        blocks.push(new Comment(this, from, index))
        from = index + 2
      }
    return blocks
  }

  #joins(from: number, index: number): boolean {
    const {text, offsets} = this
    const end = offsets[index + 1] ?? 0
    const next = offsets[index + 2] ?? 0
    const areLines = text[(offsets[index] ?? 0) + 1] === '/' && text[next + 1] === '/'
    return areLines && newlines(text, end, next) === 1 && !(index === from && this.#isBehindToken(offsets[index] ?? 0))
  }

  #isBehindToken(start: number): boolean {
    const line = this.text.lastIndexOf('\n', start - 1) + 1
    return start > 0 && this.text.slice(line, start).trim() !== ''
  }
}

/** Lines that speak to tools. */
const directive = /^(?:mesh-ignore|buf:lint:ignore|protolint:|\(--)/

/** Whether a comment says something to people. */
export function says(comment: Comment | undefined): boolean {
  // Its first line mostly does.
  for (const part of comment?.parts() ?? [])
    for (const line of part.split('\n')) if (line.trim() !== '' && !directive.test(line.trim())) return true
  return false
}

function withoutMarks(comment: string): string {
  if (comment.startsWith('//')) return comment.slice(2).replace(/^\/*/, '').trim()
  return comment
    .slice(2, comment.length > 3 && comment.endsWith('*/') ? -2 : undefined)
    .replace(/^\*+|\*+$/g, '')
    .split('\n')
    .map(line => line.trim().replace(/^\* ?/, ''))
    .join('\n')
    .trim()
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(text.charCodeAt(at))) return false
  return true
}

function newlines(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}
