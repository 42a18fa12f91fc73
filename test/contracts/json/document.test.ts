import {describe, expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import type {Place} from '../../../src/contracts/json/node.js'
import {Lines} from '../../../src/core/source.js'

/** The text that is found at the end of `keys`. */
function textAt(text: string, keys: readonly (string | number)[], on?: 'key' | 'value', path = 'a.yaml'): string {
  const [document] = readJson({path, text}).documents
  const node = document?.root.at(...keys)
  if (!document || !node) throw new Error(`There is no ${keys.join('/')}.`)
  const place: Place = on === undefined ? node : {node, on}
  const {start, end} = document.locate(place)
  const offset = ({line, column}: {line: number; column: number}) =>
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1
  return text.slice(offset(start), offset(end))
}

const yaml = `# first
openapi: 3.1.0
info:
  title: 'It''s'
  "quoted key" : "a \\"b\\""
  plain: some
    words
  block: |
    line one
    line two

  folded: >-
    more
  nothing:
paths: {/a: {get: [1, two, {x: y}], put: }}
list:
  - name: n
    more: 1
  -
    - deep
  -
`

describe('places in YAML', () => {
  test.each<[(string | number)[], 'key' | 'value' | undefined, string]>([
    [['openapi'], undefined, '3.1.0'],
    [['openapi'], 'key', 'openapi'],
    [['info'], undefined, 'info'],
    [['info'], 'value', `title: 'It''s'`],
    [['info', 'title'], undefined, `'It''s'`],
    [['info', 'quoted key'], 'key', '"quoted key"'],
    [['info', 'quoted key'], undefined, '"a \\"b\\""'],
    [['info', 'plain'], undefined, 'some\n    words'],
    [['info', 'block'], undefined, 'line one\n    line two'],
    [['info', 'folded'], undefined, 'more'],
    [['info', 'nothing'], undefined, 'nothing'],
    [['paths', '/a'], undefined, '/a'],
    [['paths', '/a'], 'value', '{get: [1, two, {x: y}], put: }'],
    [['paths', '/a', 'get'], 'value', '[1, two, {x: y}]'],
    [['paths', '/a', 'get', 1], undefined, 'two'],
    [['paths', '/a', 'get', 2], undefined, '{x: y}'],
    [['paths', '/a', 'get', 2, 'x'], undefined, 'y'],
    [['paths', '/a', 'put'], 'value', 'put'],
    [['list', 0], undefined, 'name: n'],
    [['list', 0, 'more'], undefined, '1'],
    [['list', 1, 0], undefined, 'deep'],
  ])('%j on %s', (keys, on, wanted) => {
    expect(textAt(yaml, keys, on)).toBe(wanted)
  })

  test('with Windows line ends', () => {
    const text = yaml.replaceAll('\n', '\r\n')
    expect(textAt(text, ['info', 'block'])).toBe('line one\r\n    line two')
    expect(textAt(text, ['info'], 'value')).toBe(`title: 'It''s'`)
    expect(readJson({path: 'a.yaml', text}).documents[0]?.locate).toBeDefined()
  })

  test('behind a byte order mark', () => {
    expect(textAt('\uFEFFa: 1\nb: 2\n', ['b'])).toBe('2')
    expect(textAt('\uFEFF{"a": 1}', ['a'], 'key', 'a.json')).toBe('"a"')
  })

  test('through anchors, aliases and merge keys', () => {
    const text = `base: &base
  type: object
  deep: &deep {x: 1}
one:
  <<: *base
  more: yes
two: *base
three: {<<: [*deep, {z: 3}], own: 4}
*deep : keyed
`
    const plain = text.replace('*deep : keyed\n', '')
    expect(textAt(plain, ['one', 'type'])).toBe('object')
    expect(textAt(plain, ['one', 'more'])).toBe('yes')
    expect(textAt(plain, ['two'], 'value')).toBe('*base')
    expect(textAt(plain, ['two', 'deep', 'x'])).toBe('1')
    expect(textAt(plain, ['three', 'z'])).toBe('3')
    expect(textAt(plain, ['three', 'x'])).toBe('1')
    expect(textAt(plain, ['three', 'own'], 'key')).toBe('own')
  })

  test('an anchor that is set again', () => {
    const text = 'a: &x {n: 1}\nb: *x\nc: &x {n: 2}\nd: *x\n'
    expect(textAt(text, ['b', 'n'])).toBe('1')
    expect(textAt(text, ['d', 'n'])).toBe('2')
  })

  test('keys that are no strings', () => {
    const text = `200: ok\n0x10: hex\ntrue: yes\n~: none\n1.50: half\n'404': text\n`
    expect(textAt(text, ['200'], 'key')).toBe('200')
    expect(textAt(text, ['16'], 'key')).toBe('0x10')
    expect(textAt(text, ['true'], 'key')).toBe('true')
    expect(textAt(text, ['null'], 'key')).toBe('~')
    expect(textAt(text, ['1.5'], 'key')).toBe('1.50')
    expect(textAt(text, ['404'], 'key')).toBe(`'404'`)
  })

  test('columns count UTF-16 units from one', () => {
    const [document] = readJson({path: 'a.yaml', text: 'a:\n  b: "😀"\n  c: {😀: x}\n'}).documents
    expect(document?.locate(document.root.at('c') ?? document.root)).toEqual(document?.locate(document.root))
    const node = document?.root.at('a', 'b')
    expect(node && document?.locate(node)).toEqual({
      path: 'a.yaml',
      start: {line: 2, column: 6},
      end: {line: 2, column: 10},
    })
    const inFlow = document?.root.at('a', 'c', '😀')
    expect(inFlow && document?.locate(inFlow).start).toEqual({line: 3, column: 11})
  })
})

describe('places in JSON', () => {
  const json = `{
  "openapi" : "3.0.0",
  "info": {"title": "a \\"b\\" \\\\", "n": -1.5e3, "yes": true},
  "list": [ {"a": 1,
     "b": []}, [ ], null ],
  "\\u0061/b~": {"x":{}}
}
`
  test.each<[(string | number)[], 'key' | 'value' | undefined, string]>([
    [['openapi'], undefined, '"3.0.0"'],
    [['openapi'], 'key', '"openapi"'],
    [['info'], undefined, '"info"'],
    [['info', 'title'], undefined, '"a \\"b\\" \\\\"'],
    [['info', 'n'], undefined, '-1.5e3'],
    [['info', 'yes'], undefined, 'true'],
    [['list', 0], undefined, '{"a": 1,'],
    [['list', 0, 'b'], 'value', '[]'],
    [['list', 1], undefined, '[ ]'],
    [['list', 2], undefined, 'null'],
    [['a/b~', 'x'], 'key', '"x"'],
    [['a/b~'], undefined, '"\\u0061/b~"'],
  ])('%j on %s', (keys, on, wanted) => {
    expect(textAt(json, keys, on, 'a.json')).toBe(wanted)
    // The same text is YAML, too, and read by the other way.
    expect(textAt(`# a comment\n${json}`, keys, on)).toBe(wanted)
  })
})

describe('values', () => {
  const value = (text: string, path = 'a.yaml') => readJson({path, text}).documents.map(({root}) => root.value)

  test('are those of YAML 1.2', () => {
    expect(value('a: yes\nb: 2020-01-01\nc: 010\nd: ~\ne: true\n')).toEqual([
      {a: 'yes', b: '2020-01-01', c: 10, d: null, e: true},
    ])
  })

  test('several documents', () => {
    const {documents} = readJson({path: 'a.yaml', text: 'a: 1\n---\nb: 2\n'})
    expect(documents.map(({root}) => root.value)).toEqual([{a: 1}, {b: 2}])
    const second = documents[1]?.root.get('b')
    expect(second && documents[1]?.locate(second).start).toEqual({line: 3, column: 4})
  })

  test('a key called __proto__ is a key', () => {
    for (const path of ['a.yaml', 'a.json']) {
      const [document] = readJson({path, text: '{"__proto__": {"polluted": true}, "a": 1}'}).documents
      expect(document?.root.children().map(({name}) => name)).toEqual(['__proto__', 'a'])
      expect(document?.root.at('__proto__', 'polluted')?.value).toBe(true)
      expect(document?.root.get('polluted')).toBeUndefined()
      expect(document?.root.get('constructor')).toBeUndefined()
    }
  })

  test('nothing', () => {
    expect(value('')).toEqual([])
    expect(value('# only a comment\n')).toEqual([])
  })
})

describe('problems', () => {
  const problems = (text: string, path = 'a.yaml') =>
    readJson({path, text}).problems.map(({message, location: {start}}) => `${start.line}:${start.column} ${message}`)

  test('every duplicate key, with the first place', () => {
    const text = 'a:\n  x: 1\n  y: 2\n  "x": 3\n  x: 4\nb: {p: 1, p: 2}\n200: a\n"200": b\n'
    expect(problems(text).sort()).toEqual([
      '4:3 Key "x" is there more than once; only the last one counts.',
      '5:3 Key "x" is there more than once; only the last one counts.',
      '6:11 Key "p" is there more than once; only the last one counts.',
      '8:1 Key "200" is there more than once; only the last one counts.',
    ])
    const ofX = readJson({path: 'a.yaml', text}).problems.filter(({message}) => message.includes('"x"'))
    expect(ofX.map(({related}) => related?.[0]?.location.start)).toEqual([
      {line: 2, column: 3},
      {line: 2, column: 3},
    ])
    expect(readJson({path: 'a.yaml', text}).documents[0]?.root.at('a', 'x')?.value).toBe(4)
  })

  test('duplicate keys in JSON', () => {
    expect(problems('{"a": {"x": 1, "\\u0078": 2},\n "a": {}}', 'a.json')).toEqual([
      '2:2 Key "a" is there more than once; only the last one counts.',
      '1:16 Key "x" is there more than once; only the last one counts.',
    ])
  })

  test.each([
    ['{"a": 1,}', '1:8 The file is not valid JSON: there is a comma before "}".'],
    ['{"a": [1 2]}', '1:10 The file is not valid JSON: a comma or "]" is missing.'],
    ['{"a": 1', '1:8 The file is not valid JSON: "}" is missing.'],
    ['{"a" 1}', '1:6 The file is not valid JSON: a colon is missing behind the key.'],
    ['{a: 1}', '1:2 The file is not valid JSON: a key in double quotes is expected.'],
    ['{\n // x\n}', '2:2 The file is not valid JSON: comments are not allowed.'],
    ['{"a": "x}', '1:7 The file is not valid JSON: a string is not closed.'],
    ['{"a": }', '1:7 The file is not valid JSON: "}" is not expected here.'],
    [
      '{"a": tru}',
      '1:7 The file is not valid JSON: "tru" is neither a string in double quotes nor a number, true, false or null.',
    ],
    [
      '{"a": 01}',
      '1:7 The file is not valid JSON: "01" is neither a string in double quotes nor a number, true, false or null.',
    ],
    [
      '{"a": "x\ny"}',
      '1:7 The file is not valid JSON: a string holds a line break or an escape that JSON does not know.',
    ],
    ['{"a\\q": 1}', '1:2 The file is not valid JSON: a key holds a line break or an escape that JSON does not know.'],
    ['{} {}', '1:4 The file is not valid JSON: there is more text behind the end of the value.'],
    ['[1, 2', '1:6 The file is not valid JSON: "]" is missing.'],
  ])('broken JSON %j', (text, wanted) => {
    expect(problems(text, 'a.json')).toEqual([wanted])
  })

  test('broken YAML, with the place', () => {
    expect(problems('a: 1\nb: [1, 2\nc: 3\n')[0]).toMatch(/^3:\d+ The file is not valid YAML: .+\.$/)
    expect(problems('a:\n\t- b\n')[0]).toMatch(/^2:\d+ The file is not valid YAML: .+\.$/)
    expect(problems('a: b: c\n')).toEqual([
      '1:5 The file is not valid YAML: this does not fit here; check the indentation, and put text with special characters in quotes.',
    ])
    expect(problems('a: !env X\n')).toEqual(['1:4 The file is not valid YAML: tag "!env" is unknown.'])
    expect(problems('a: {<<: 5}\n')).toEqual([
      '1:5 The file is not valid YAML: a merge key "<<" needs a mapping or a list of mappings.',
    ])
    expect(problems('a: "\\q"\n')).toEqual(['1:6 The file is not valid YAML: unknown escape sequence.'])
    expect(problems('? {a: b}\n: odd\n')[0]).toMatch(/^1:\d+ The file is not valid YAML: .+\.$/)
    expect(problems('a: *nobody\n')[0]).toMatch(
      /^1:\d+ The file is not valid YAML: there is no anchor "&nobody" before this alias\.$/,
    )
  })

  test('an alias bomb is refused at once', () => {
    const levels = Array.from({length: 9}, (_, level) => {
      const name = String.fromCharCode(98 + level)
      const before = String.fromCharCode(97 + level)
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`
    })
    const text = `a: &a [lol]\n${levels.join('\n')}\n`
    expect(problems(text)).toEqual([expect.stringContaining('Aliases stand for more than 1000000 values')])
  })

  test('an alias within what it stands for is refused', () => {
    expect(problems('a: &a\n  b: *a\n')).toEqual(['2:6 Alias "*a" stands for something that contains it.'])
  })

  test('deep nesting is refused', () => {
    expect(problems('['.repeat(100_000))[0]).toMatch(/1:\d+ The file is not valid/)
    expect(problems(`${'['.repeat(600)}${']'.repeat(600)}`, 'a.json')[0]).toContain('more than 500 levels deep')
    const chain = Array.from({length: 700}, (_, index) => `k${index + 1}: &k${index + 1} [*k${index}]`)
    expect(problems(`k0: &k0 []\n${chain.join('\n')}\n`)[0]).toContain('more than 500 levels deep')
  })
})

test('lines of the source and of the places agree', () => {
  const text = 'a: 1\r\nb: 2\r\n'
  const [document] = readJson({path: 'a.yaml', text}).documents
  const node = document?.root.get('b')
  const start = node && document?.locate({node, on: 'key'}).start
  expect(start && new Lines(text).line(start.line)).toBe('b: 2')
})
