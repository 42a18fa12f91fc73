/** Characters that make the hash of a line: these many from its start, into the following lines, blanks left out. */
const reach = 100
const factor = 37
const half = 2 ** 32

/** `factor` to the power of `reach`, in two halves: what the character that leaves the window counted. */
const [leavingHigh, leavingLow] = (() => {
  let high = 0
  let low = 1
  for (let step = 0; step < reach; step++) {
    const product = low * factor
    high = (Math.imul(high, factor) + Math.floor(product / half)) >>> 0
    low = product >>> 0
  }
  return [high, low] as const
})()

const tab = 9
const lineFeed = 10
const carriageReturn = 13
const blank = 32
const endOfFile = 65_535

/**
 * The hash of each wanted line, `<hex>:<occurrence>`, exactly as the upload action of GitHub code scanning computes what
 * SARIF calls `primaryLocationLineHash`: uploaded by it or by anything else, a finding is the same alert. In the hash
 * of 64 bits each character counts 37 times as much as the one behind it; it rolls over the text once.
 */
export function lineHashes(text: string, wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const seen = new Map<string, number>()
  const window = new Uint16Array(reach)
  /** The line that begins at a character of the window; 0 for none. */
  const begins = new Uint32Array(reach)
  let high = 0
  let low = 0
  let at = 0
  const tell = () => {
    const line = begins[at] ?? 0
    if (line === 0) return
    begins[at] = 0
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
    const count = (seen.get(hash) ?? 0) + 1
    seen.set(hash, count)
    if (wanted.has(line)) found.set(line, `${hash}:${count}`)
  }
  const roll = (unit: number) => {
    const leaving = window[at] ?? 0
    window[at] = unit
    // Halves of 32 bits: products of a half stay below 2^53, where numbers are exact.
    const grown = low * factor + unit
    const gone = leavingLow * leaving
    const goneHigh = Math.imul(leavingHigh, leaving) + Math.floor(gone / half)
    const difference = (grown >>> 0) - (gone >>> 0)
    high = (Math.imul(high, factor) + Math.floor(grown / half) - goneHigh - (difference < 0 ? 1 : 0)) >>> 0
    low = difference >>> 0
    at = at + 1 === reach ? 0 : at + 1
  }
  let line = 0
  let atStart = true
  let afterReturn = false
  for (let index = 0; index <= text.length; index++) {
    let unit = index === text.length ? endOfFile : text.charCodeAt(index)
    if (unit === blank || unit === tab || (afterReturn && unit === lineFeed)) {
      afterReturn = false
      continue
    }
    afterReturn = unit === carriageReturn
    if (afterReturn) unit = lineFeed
    tell()
    if (atStart) begins[at] = ++line
    atStart = unit === lineFeed
    roll(unit)
  }
  for (let step = 0; step < reach; step++) {
    tell()
    roll(0)
  }
  return found
}
