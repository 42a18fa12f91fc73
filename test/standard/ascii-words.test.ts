import {expect, test} from 'vitest'
import {asciiWords} from '../../src/standard/ascii-words.js'

/** The same by regular expressions, each of which says one sentence of what a word is. */
function slowly(name: string, digitEnds: boolean): string[] {
  const behind = digitEnds ? /([a-z0-9])([A-Z])/g : /([a-z])([A-Z])/g
  return name
    .replaceAll(behind, '$1 $2')
    .replaceAll(/([A-Za-z0-9])([A-Z][a-z])/g, '$1 $2')
    .split(/[^a-zA-Z0-9]+/)
    .filter(word => word !== '')
}

test.each([
  ['getHTTPStatus2', 'get HTTP Status2', 'get HTTP Status2'],
  ['Http2Status', 'Http2 Status', 'Http2 Status'],
  ['sha256SUM', 'sha256SUM', 'sha256 SUM'],
  ['__userID__', 'user ID', 'user ID'],
  ['', '', ''],
  ['a', 'a', 'a'],
  ['Übung', 'bung', 'bung'],
])('the words of "%s"', (name, words, withDigits) => {
  expect(asciiWords(name, false).join(' ')).toBe(words)
  expect(asciiWords(name, true).join(' ')).toBe(withDigits)
})

test('every text of up to five letters, capitals, digits and others has the words that the expressions give', () => {
  const letters = ['a', 'z', 'B', 'Z', '7', '_', '-', 'é']
  let texts = ['']
  for (let length = 0; length < 5; length++)
    texts = [...texts, ...texts.flatMap(text => letters.map(each => text + each))]
  const wrong = [...new Set(texts)].filter(text =>
    [false, true].some(ends => asciiWords(text, ends).join(' ') !== slowly(text, ends).join(' ')),
  )
  expect(wrong).toEqual([])
})
