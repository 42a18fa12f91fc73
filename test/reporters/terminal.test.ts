import {Chalk} from 'chalk'
import {expect, test} from 'vitest'
import {Lines} from '../../src/core/source.js'
import {codeFrame} from '../../src/reporters/code-frame.js'
import {displayWidth} from '../../src/reporters/display-width.js'
import {text} from '../../src/reporters/text.js'
import {awkward, findingAt} from './awkward.js'
import {report, style} from './report.js'

const paint = new Chalk({level: 0})
const many = Array.from({length: 60}, (_, index) => findingAt(index + 1))

test.each([40, 60, 80])('on a terminal of %i columns sentences are broken below their beginning', width => {
  for (const findings of [report.findings, many])
    for (const verbose of [false, true]) {
      const printed = text({...report, findings}, {...style, terminal: true, width, verbose})
      const long = printed.split('\n').filter(line => displayWidth(line) > width)
      // A word that is longer than what is left stays whole, so that it can be copied.
      expect(long.filter(line => line.trim().includes(' ') && !line.trim().startsWith('✓'))).toEqual([])
    }
})

test('sentences are not broken in a pipe', () => {
  const long = 'Because '.repeat(40).trim()
  expect(text({...report, findings: [findingAt(1, {message: long})]}, style)).toContain(
    `${long} openapi/operation-id\n`,
  )
  const broken = text({...report, findings: [findingAt(1, {message: long})]}, {...style, terminal: true})
  expect(broken).not.toContain(long)
  expect(broken.replaceAll(/\n +/g, ' ')).toContain(`${long} openapi/operation-id`)
})

test('a contract cannot steer the terminal', () => {
  const {findings} = awkward
  for (const list of [findings, Array.from({length: 60}, () => findings[0] ?? findingAt(1))]) {
    const printed = text({outcome: 'fail', summary: 'Bad.', findings: list}, {...style, verbose: true})
    expect(printed).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/)
    expect(printed).toContain('second: | line␀␛[31m')
  }
})

/** What a terminal shows below the marked part of the only line. */
function marked(line: string, part: string, width = 80): {shown: string; below: string} {
  const at = line.indexOf(part)
  const place = {path: 'a', start: {line: 1, column: at + 1}, end: {line: 1, column: at + part.length + 1}}
  const [row = '', under = ''] = codeFrame(new Lines(line), place, width, paint).split('\n')
  expect(displayWidth(row)).toBeLessThanOrEqual(width)
  const before = displayWidth(under.slice(0, under.indexOf('^')))
  const below = /\^+/.exec(under)?.[0] ?? ''
  let taken = ''
  let from = 0
  for (const character of row) {
    const next = from + displayWidth(character)
    if (from >= before && next <= before + below.length) taken += character
    from = next
  }
  return {shown: taken, below}
}

test.each([
  ['plain', 'get: {summary: x}', 'summary'],
  ['tabs', '\t\tget: {summary: x}', 'summary'],
  ['ideographs before it', 'title: 日本語の題名, name: x', 'name'],
  ['ideographs in it', 'title: 日本語の題名, name: x', '日本語の題名'],
  ['emoji', 'title: 😀 👍, name: x', 'name'],
  ['marks', 'title: te\u0301st, name: x', 'name'],
  ['Hangul and full-width forms', '한국어 ＡＢＣ: {name: x}', 'name'],
])('the mark stands below what it means: %s', (_, line, part) => {
  const {below} = marked(line, part)
  expect(below).toBe('^'.repeat(displayWidth(part)))
  expect(marked(line, part).shown).toBe(part)
})

test.each([
  ['ASCII', 'a'],
  ['ideographs', '語'],
  ['emoji', '😀'],
])('of a line of a million characters the part around the mark is shown: %s', (_, character) => {
  const line = `${character.repeat(500_000)}"name": 1${character.repeat(500_000)}`
  for (const width of [40, 80]) expect(marked(line, '"name"', width).shown).toBe('"name"')
})
