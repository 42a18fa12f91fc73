import {failure} from '../engine/connection.js'

/** What the head of an answer says about where the answer ends, and about its connection. */
export interface Head {
  status: number
  /** -1 when it is not said. */
  contentLength: number
  /** Whether there is a transfer encoding, and whether chunks are the last of them. */
  isEncoded: boolean
  isChunked: boolean
  /** Whether the connection stays open. */
  isLasting: boolean
  /** How long the target keeps an idle connection, in milliseconds; stays what it was when a head says nothing. */
  keptFor: number | undefined
}

/** A longer head is no head; Node and nginx stop here, too. */
export const mostHead = 16 * 1024

const cr = 13
const lf = 10
const colon = 58
const space = 32
const tab = 9

/**
 * Reads a head that begins at `from` into `head`, as far as it is needed (RFC 9112). Gives the index behind it, or -1 when
 * its end has not come yet; throws what is malformed.
 */
export function readHead(data: Buffer, from: number, to: number, head: Head): number {
  checkStatusLine(data, from, to)
  head.contentLength = -1
  head.isEncoded = false
  head.isChunked = false
  // HTTP/1.0 closes unless it says otherwise.
  head.isLasting = data[from + 7] === 49
  let lineStart = from
  let nameEnd = -1
  for (let at = from; at < to; at++) {
    const byte = data[at]
    if (byte === colon && nameEnd < 0) nameEnd = at
    if (byte !== lf) continue
    if (at === lineStart || data[at - 1] !== cr) throw failure('HPE_CR_EXPECTED', 'A line does not end in CR LF')
    if (at - 1 === lineStart) {
      head.status = digit(data, from + 9) * 100 + digit(data, from + 10) * 10 + digit(data, from + 11)
      return at + 1
    }
    if (lineStart !== from) readField(data, lineStart, nameEnd, at - 1, head)
    lineStart = at + 1
    nameEnd = -1
  }
  if (to - from > mostHead) throw failure('HPE_HEADER_OVERFLOW', 'The head is longer than 16 KiB')
  return -1
}

function readField(data: Buffer, from: number, nameEnd: number, to: number, head: Head): void {
  if (nameEnd <= from || data[from] === space || data[from] === tab)
    throw failure('HPE_INVALID_HEADER_TOKEN', 'A line of the head has no name')
  // Most fields are left at once, by the length of their name.
  switch (nameEnd - from) {
    case 14:
      if (isNamed(data, from, 'content-length')) {
        const length = lengthIn(textOf(data, nameEnd + 1, to))
        if (head.contentLength >= 0 && head.contentLength !== length)
          throw failure('HPE_UNEXPECTED_CONTENT_LENGTH', 'There are several lengths')
        head.contentLength = length
      }
      return
    case 17:
      if (isNamed(data, from, 'transfer-encoding')) {
        head.isEncoded = true
        head.isChunked = /(^|,)\s*chunked$/.test(textOf(data, nameEnd + 1, to))
      }
      return
    case 10:
      if (isNamed(data, from, 'connection')) {
        const options = textOf(data, nameEnd + 1, to)
        if (/(^|,)\s*close\s*(,|$)/.test(options)) head.isLasting = false
        else if (/(^|,)\s*keep-alive\s*(,|$)/.test(options)) head.isLasting = true
      } else if (isNamed(data, from, 'keep-alive')) {
        const seconds = /\btimeout=(\d+)/.exec(textOf(data, nameEnd + 1, to))?.[1]
        if (seconds !== undefined) head.keptFor = Number(seconds) * 1000
      }
  }
}

const statusLine = Buffer.from('HTTP/1.')

/** Looks at as much of it as is there, so that what is not HTTP is found at its first byte. */
function checkStatusLine(data: Buffer, from: number, to: number): void {
  const length = Math.min(to - from, 12)
  for (let index = 0; index < length; index++)
    if (!mayStand(data[from + index] ?? 0, index))
      throw failure('HPE_INVALID_CONSTANT', 'The answer does not begin with "HTTP/1.1" and a status')
}

/** Whether a byte may stand at this index of `HTTP/1.1 200`. */
function mayStand(byte: number, index: number): boolean {
  if (index < 7) return byte === statusLine[index]
  if (index === 7) return byte === 48 || byte === 49
  if (index === 8) return byte === space
  return byte >= (index === 9 ? 49 : 48) && byte <= 57
}

function digit(data: Buffer, at: number): number {
  return (data[at] ?? 48) - 48
}

/** Whether the bytes from `at` on are this name of letters and hyphens, whatever their case. */
function isNamed(data: Buffer, at: number, name: string): boolean {
  for (let index = 0; index < name.length; index++)
    // Bit 6 (32) makes a letter small, and is set in a hyphen.
    if (((data[at + index] ?? 0) | 32) !== name.charCodeAt(index)) return false
  return true
}

function textOf(data: Buffer, from: number, to: number): string {
  return data.toString('latin1', from, to).trim().toLowerCase()
}

function lengthIn(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw failure('HPE_INVALID_CONTENT_LENGTH', 'The length is no number')
}

/** All fields, by small names; several of one name are joined with commas. */
export function headersOf(head: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of head.split('\r\n').slice(1)) {
    const at = line.indexOf(':')
    if (at < 1) continue
    const name = line.slice(0, at).toLowerCase()
    const value = line.slice(at + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
