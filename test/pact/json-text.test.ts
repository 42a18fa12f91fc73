import {expect, test} from 'vitest'
import {itemsOf, type JsonNode, JsonSyntaxError, memberOf, readJson, textOf} from '../../src/pact/pacts/json-text.js'

const good = [
  '{}',
  '[]',
  'null',
  ' {"a": 1.50, "b": [true, false, null, -0, 1e3, "x\\u00e9\\n\\"y"], "c": {"d": {}}}\n',
  '"\\ud83d\\ude00 😀"',
  '{"__proto__": 1, "a": 2, "a": 3}',
  '[[[[]]], 12345678901234567890]',
]

test.each(good)('%s is read as JSON.parse reads it', text => {
  expect(plain(readJson(text))).toEqual(JSON.parse(text))
})

test('every node knows its text', () => {
  const text = '{"a": [1.0, "two"], "b" : {"c":null}}'
  const root = readJson(text)
  const slice = (node: JsonNode | undefined) => node && text.slice(node.start, node.end)
  expect(slice(root)).toBe(text)
  expect(itemsOf(memberOf(root, 'a')).map(slice)).toEqual(['1.0', '"two"'])
  expect(slice(memberOf(memberOf(root, 'b'), 'c'))).toBe('null')
})

test('the last of several members with one name counts, and a byte order mark is nothing', () => {
  expect(textOf(memberOf(readJson('\uFEFF{"a": "1", "a": "2"}'), 'a'))).toBe('2')
})

test.each([
  ['', 'a value is expected, but there is the end of the file', 0],
  ['{"a": }', 'a value is expected, but there is "}"', 6],
  ['{"a" 1}', '":" is expected behind "a", but there is "1"', 5],
  ['{a: 1}', 'a name in double quotes is expected, but there is "a"', 1],
  ['[1 2]', '"," or "]" is expected, but there is "2"', 3],
  ['[1,]', 'a value is expected, but there is "]"', 3],
  ['{"a": 1,}', 'a name in double quotes is expected, but there is "}"', 8],
  ['{"a": 01}', 'a value is expected, but there is "0"', 6],
  ['[truely]', 'a value is expected, but there is "t"', 1],
  ['"abc', 'a text in double quotes is not closed', 4],
  ['"a\nb"', 'a text may not hold the end of the line', 2],
  ['"a\\x"', 'a text may not hold "\\"', 2],
  ['{} {}', 'nothing may follow the end of the document, but there is "{"', 3],
  ['['.repeat(500), 'values are nested deeper than 120 levels', 121],
])('%s is refused at its place', (text, reason, offset) => {
  expect(() => JSON.parse(text)).toThrow()
  const error = refusalOf(text)
  expect([error.reason, error.offset]).toEqual([reason, offset])
})

test('a text is taken or refused as JSON.parse does, whatever is cut out of it', () => {
  const text = '{"a": [1.5e-3, "x\\n", true], "b": {"c": null}}'
  for (let start = 0; start < text.length; start++)
    for (let end = start + 1; end <= Math.min(text.length, start + 12); end++) {
      const cut = text.slice(0, start) + text.slice(end)
      expect([cut, isTaken(() => readJson(cut))]).toEqual([cut, isTaken(() => JSON.parse(cut))])
    }
})

function plain(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(plain)
  if (node.kind === 'leaf') return node.value
  return Object.fromEntries(node.members.map(({key, value}) => [key, plain(value)]))
}

function refusalOf(text: string): JsonSyntaxError {
  try {
    readJson(text)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error
  }
  throw new Error(`"${text}" was not refused.`)
}

function isTaken(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
