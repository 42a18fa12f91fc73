/** The most bytes that a literal with a length of two bytes may have. */
const longest = 65_536

/** Up to so many bytes have their length, less one, in the tag; 61 in its place says that it is in the two bytes behind. */
const short = 60
const long = 61

/**
 * Bytes in the block format of Snappy, all of them as literals: every decoder reads it, and nothing is saved, which is
 * right for the few kilobytes of a run (https://github.com/google/snappy/blob/main/format_description.txt).
 */
export function snappyBlock(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [new Uint8Array(varint(bytes.length))]
  for (let at = 0; at < bytes.length; at += longest) {
    const part = bytes.subarray(at, at + longest)
    const length = part.length - 1
    const tag = part.length <= short ? [length << 2] : [long << 2, length & 0xff, length >> 8]
    parts.push(new Uint8Array(tag), part)
  }
  return Buffer.concat(parts)
}

/** Seven bits in each byte, the lowest first; the highest bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  return [...bytes, rest]
}
