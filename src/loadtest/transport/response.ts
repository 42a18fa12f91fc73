import {failure, type KeptAnswer} from '../engine/connection.js'
import {type Head, headersOf, mostHead, readHead} from './head.js'

const cr = 13
const lf = 10
const semicolon = 59

/** Where in an answer the reader is; from `inLength` to `inChunk` in its body. */
type Part = number

const inHead: Part = 0
/** So many bytes are left. */
const inLength: Part = 1
/** Until the connection ends. */
const inRest: Part = 2
const inChunk: Part = 3
const inChunkSize: Part = 4
/** What follows the size of a chunk on its line. */
const inExtension: Part = 5
/** The line end behind a chunk. */
const behindChunk: Part = 6
const inTrailer: Part = 7

/** A longer size is none: this is 2^52 bytes. */
const mostDigits = 13

/** Reads the answers of one HTTP/1.1 connection, one after the other (RFC 9112), however they are cut into pieces. */
export class ResponseReader {
  /** Bytes of the body, without what frames it. */
  bytes = 0
  /** Whether the connection can carry another request after this answer. */
  isLasting = true
  readonly #keeps: (status: number) => number
  readonly #head: Head = {
    status: 0,
    contentLength: -1,
    isEncoded: false,
    isChunked: false,
    isLasting: true,
    keptFor: undefined,
  }
  #part = inHead
  #left = 0
  /** Bytes of the line, or digits of the size, that were seen so far. */
  #seen = 0
  #isBodiless = false
  /** The beginning of a head of which the rest has not come yet. */
  #pending: Buffer | undefined
  #kept: {readonly head: string; readonly chunks: Buffer[]; readonly most: number} | undefined

  /** `keeps` says how many bytes of an answer are kept, by its status; of a longer one, nothing is. */
  constructor(keeps: (status: number) => number = () => 0) {
    this.#keeps = keeps
  }

  get status(): number {
    return this.#head.status
  }

  /** How long the target says that it keeps an idle connection, in milliseconds. */
  get keptFor(): number | undefined {
    return this.#head.keptFor
  }

  /** Begins to wait for the answer to a request; to one of HEAD, it has no body. */
  begin(isHead: boolean): void {
    this.bytes = 0
    this.isLasting = true
    this.#head.status = 0
    this.#part = inHead
    this.#isBodiless = isHead
    this.#pending = undefined
    this.#kept = undefined
  }

  /** Takes what has come; true when the answer is complete. What comes behind it is nobody's, and ends the connection. */
  read(data: Buffer, length: number): boolean {
    for (let at = 0; at < length; ) {
      if (this.#part === inHead) {
        at = this.#readHead(data, at, length)
        if (at < 0) return false
        if (this.#part === inLength && this.#left === 0) return this.#over(at === length)
      } else if (this.#part <= inChunk) {
        const size = Math.min(this.#left, length - at)
        this.bytes += size
        if (this.#kept) this.#keep(this.#kept, data.subarray(at, at + size))
        this.#left -= size
        at += size
        if (this.#left > 0) return false
        if (this.#part === inLength) return this.#over(at === length)
        this.#turnTo(behindChunk)
      } else if (this.#readFraming(data[at++] ?? 0)) return this.#over(at === length)
    }
    return false
  }

  /** The connection has ended: whether that is where the answer ends, too. */
  endsHere(): boolean {
    return this.#part === inRest
  }

  /** The answer as a whole, when it was kept. */
  get answer(): KeptAnswer | undefined {
    return this.#kept && {headers: headersOf(this.#kept.head), body: Buffer.concat(this.#kept.chunks)}
  }

  #keep(kept: {readonly chunks: Buffer[]; readonly most: number}, part: Buffer): void {
    if (this.bytes > kept.most) this.#kept = undefined
    // The buffer is used again for what comes next.
    else kept.chunks.push(Buffer.from(part))
  }

  #over(isAll: boolean): true {
    if (!isAll) this.isLasting = false
    return true
  }

  #turnTo(part: Part): void {
    this.#part = part
    this.#seen = 0
  }

  /** Index behind the head, or -1 when its end has not come yet. */
  #readHead(data: Buffer, from: number, to: number): number {
    if (this.#pending === undefined) {
      const end = readHead(data, from, to, this.#head)
      if (end < 0) this.#pending = Buffer.from(data.subarray(from, to))
      else this.#begins(data, from, end)
      return end
    }
    const before = this.#pending.length
    const whole = Buffer.concat([this.#pending, data.subarray(from, to)])
    const end = readHead(whole, 0, whole.length, this.#head)
    this.#pending = end < 0 ? whole : undefined
    if (end < 0) return -1
    this.#begins(whole, 0, end)
    return from + end - before
  }

  /** A head is there: what follows it? */
  #begins(data: Buffer, from: number, to: number): void {
    const {status, contentLength, isEncoded, isChunked, isLasting} = this.#head
    // Nobody asked for another protocol; early hints and the like come before the answer proper.
    if (status === 101) throw failure('HPE_INVALID_UPGRADE', 'The answer changes the protocol')
    if (status < 200) return
    const most = this.#keeps(status)
    if (most > 0) this.#kept = {head: data.toString('latin1', from, to), chunks: [], most}
    // Length and encoding together are how answers are smuggled: the encoding counts, and nothing behind it is believed.
    this.isLasting = isLasting && !(isEncoded && contentLength >= 0)
    this.#left = 0
    if (this.#isBodiless || status === 204 || status === 304) this.#part = inLength
    else if (isChunked) this.#turnTo(inChunkSize)
    else if (isEncoded || contentLength < 0) {
      this.#part = inRest
      this.#left = Number.POSITIVE_INFINITY
      this.isLasting = false
    } else {
      this.#part = inLength
      this.#left = contentLength
    }
  }

  /** One byte of what is around the chunks; true behind the last one. */
  #readFraming(byte: number): boolean {
    if (this.#part === inChunkSize) this.#readSize(byte)
    else if (this.#part === inExtension) {
      if (byte === lf) this.#turnTo(this.#left === 0 ? inTrailer : inChunk)
      else this.#longer()
    } else if (this.#part === behindChunk) {
      if (byte === lf && this.#seen === 1) this.#turnTo(inChunkSize)
      else if (byte !== cr || this.#seen++ > 0) throw failure('HPE_STRICT', 'A chunk is longer than it says')
    } else if (byte === lf) {
      // Trailers: lines until an empty one.
      if (this.#seen === 0) return true
      this.#seen = 0
    } else if (byte !== cr) this.#longer()
    return false
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte)
    if (digit >= 0 && this.#seen < mostDigits) {
      this.#left = this.#seen++ === 0 ? digit : this.#left * 16 + digit
      return
    }
    const isEnd = byte === cr || byte === semicolon || byte === 32 || byte === 9
    if (this.#seen === 0 || !isEnd) throw failure('HPE_INVALID_CHUNK_SIZE', 'The length of a chunk is no number')
    this.#turnTo(inExtension)
  }

  #longer(): void {
    if (++this.#seen > mostHead) throw failure('HPE_HEADER_OVERFLOW', 'A line is longer than 16 KiB')
  }
}

/** -1 when it is none. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
