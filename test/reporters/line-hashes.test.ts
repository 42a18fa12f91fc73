import {expect, test} from 'vitest'
import {lineHashes} from '../../src/reporters/line-hashes.js'

function hashes(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).length
  const found = lineHashes(text, new Set(Array.from({length: lines}, (_, index) => index + 1)))
  return [...found].sort(([a], [b]) => a - b).map(([, hash]) => hash)
}

/** The same written plainly: of each line the next 100 characters that are no blanks, as a number to the base 37. */
function plainly(text: string): string[] {
  const units = [...text.replaceAll(/\r\n?/g, '\n').replaceAll(/[ \t]/g, '')].map(unit => unit.charCodeAt(0))
  const padded = [...units, 65_535, ...Array.from({length: 100}, () => 0)]
  const starts = [0, ...units.flatMap((unit, index) => (unit === 10 ? [index + 1] : []))]
  const seen = new Map<string, number>()
  return starts.map(start => {
    const value = padded.slice(start, start + 100).reduce((sum, unit) => sum * 37n + BigInt(unit), 0n)
    const hash = BigInt.asUintN(64, value * 37n ** BigInt(Math.max(0, start + 100 - padded.length))).toString(16)
    seen.set(hash, (seen.get(hash) ?? 0) + 1)
    return `${hash}:${seen.get(hash)}`
  })
}

// Figures that the upload action of code scanning gives for these texts.
test.each([
  ['', ['c129715d7a2bc9a3:1']],
  [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
  [
    ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n',
    [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
])('gives for %j what code scanning gives', (text, expected) => {
  expect(hashes(text)).toEqual(expected)
})

test('counts lines that begin alike', () => {
  expect(hashes('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(0, 7)).toEqual([
    'a7f2ff13bc495cf2:1',
    'a7f2ff13bc495cf2:2',
    'a7f2ff13bc495cf2:3',
    'a7f2ff13bc495cf2:4',
    'a7f2ff13bc495cf2:5',
    'a7f2ff13bc495cf2:6',
    'a7f2ff1481e87703:1',
  ])
})

test('rolls over a long text as if each line was computed on its own', () => {
  let seed = 7
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  const text = Array.from({length: 400}, () =>
    Array.from({length: next(160)}, () =>
      String.fromCharCode(next(9) === 0 ? 32 : next(5) === 0 ? 0xfff0 : 97 + next(26)),
    ).join(''),
  ).join('\n')
  expect(hashes(text)).toEqual(plainly(text))
})
