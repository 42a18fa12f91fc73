import {describe, expect, test} from 'vitest'
import {problems, read} from './read.js'

describe('after a fault', () => {
  test('the rest of the file is read, and each fault is told with its place', () => {
    const text = `syntax = "proto3";
message A {
  string one = ;
  string two 2;
  string three = 3
  int32 four = 4;
  bytes;
  oneof x { string five = 5 }
}
service S {
  rpc Get(A) returns A;
  rpc List(A) returns (A);
  rpc
}
message B { string six = 6; }`
    expect(problems(text)).toEqual([
      '3:16 Expected a whole number for the field "one", not ";".',
      '4:14 The field "two" has no number: expected "=", not "2".',
      '5:18 Expected ";" behind the field "three", not "int32".',
      '7:8 Expected the name of a field, not ";".',
      '8:27 Expected ";" behind the field "five", not "}".',
      '11:22 Expected "(" behind "returns", not "A".',
      '14:1 Expected the name of an rpc, not "}".',
    ])
    const {document} = read(text)
    expect(document.fields.map(({name}) => name)).toEqual(['three', 'four', 'five', 'six'])
    expect(document.rpcs.map(({name}) => name)).toEqual(['List'])
    expect(document.messages.map(({name}) => name)).toEqual(['A', 'B'])
  })

  test('a block without a name is left out, and the next is read', () => {
    const text = 'message { string a = 1; message X {} }\nenum E { A = 0; }'
    expect(problems(text)).toEqual(['1:9 Expected the name of a message, not "{".'])
    expect(read(text).document.enums.map(({name}) => name)).toEqual(['E'])
  })

  test.each([
    [
      'message A\n  string a = 1;\n  string b = 2;\n}\nmessage B {}',
      '2:3 Expected "{" behind the name of the message, not "string".',
    ],
    [
      'message A: Base {\n  string a = 1; string b = 2;\n}\nmessage B {}',
      '1:10 Expected "{" behind the name of the message, not ":".',
    ],
    [
      'message A { string a = 1; string b = 2; /* open }\nmessage B {}',
      '1:41 The comment that starts here is not closed: its "*/" is missing.',
    ],
    [
      'message A { string a = 1; } string b = 2; string c = 3; }\nmessage B {}',
      '1:29 Expected a declaration such as "message", "enum" or "service", not "string".',
    ],
    ['message A { string a = 1; }}\nstring b = 2; }\nmessage B {}', '1:28 No block is open that this "}" could close.'],
    [
      'import "b.proto;\nmessage A {}\nmessage B {}',
      '1:8 The string that starts here is not closed: its " is missing.',
    ],
    ['message A { string a = 1x; string b = 2; }\nmessage B {}', '1:24 "1x" is not a number.'],
  ])('%j is one fault', (text, problem) => {
    expect(problems(text)).toEqual([problem])
    const {document} = read(text)
    if (!text.includes('/*')) expect(document.messages.map(({name}) => name)).toEqual(['A', 'B'])
  })

  test('a declaration at the start of a line ends a broken statement', () => {
    const text = 'option x =\nmessage A {\n  string a = 1;\n}\nimport "b.proto"\nmessage B {}'
    const {document} = read(text)
    expect(document.messages.map(({name}) => name)).toContain('B')
    expect(document.imports.map(({path}) => path)).toEqual(['b.proto'])
  })

  test.each([
    ['message A {', '1:11 The block of message "A" is not closed: its "}" is missing.'],
    [
      'message A { string a = 1;\nenum B { C = 0; }',
      '1:11 The block of message "A" is not closed: its "}" is missing.',
    ],
    ['message A {} /* open', '1:14 The comment that starts here is not closed: its "*/" is missing.'],
    ['import "a.proto;\nmessage A {}', '1:8 The string that starts here is not closed: its " is missing.'],
    ['message A { string a = 1; } \u00a7\u00a7 message B {}', '1:29 "\u00a7\u00a7" has no meaning here.'],
    ['message \u0141\u00f3d\u017a {}', '1:9 "\u0141\u00f3d\u017a" has no meaning here.'],
    ['message A {}\n\0\u0001\u0002', '2:1 This is not the text of a protobuf file: it has a NUL character here.'],
    ['option x', '1:9 Expected "=" behind the name of the option, but the file ends here.'],
    ['message A { reserved 1 to; }', '1:26 Expected a whole number for the end of the range, not ";".'],
    ['extend { }', '1:8 Expected the name of the message to extend, not "{".'],
    ['service A { message B {} }', '1:13 Expected "rpc" or "option", not "message".'],
    ['message A { map<string> a = 1; }', '1:23 Expected "," behind the type of the keys, not ">".'],
    ['message A { oneof b { ; } }', '1:19 The oneof "b" has no fields; it needs one at least.'],
    ['extend A { }', '1:1 The extension of "A" has no fields; it needs one at least.'],
    ['message A { reserved "b", 1; }', '1:27 Names and numbers are reserved by statements of their own, not by one.'],
    ['option (x) = +1;', '1:14 Expected a value, not "+".'],
    ['/* a /* b */ message A {}', '1:6 A comment cannot be in a comment: the first "*/" ends both.'],
    ['message A { oneof b { string c; } }', '1:31 The field "c" has no number: expected "=", not ";".'],
    ['message A { group B = 1; }', '1:24 Expected "{" behind the group "B", not ";".'],
  ])('%j is told', (text, problem) => {
    expect(problems(text)[0]).toBe(problem)
  })

  test('an unclosed string on a line does not swallow the next lines', () => {
    const text = 'import "a.proto;\nmessage A {}\nmessage B {}'
    expect(read(text).document.messages.map(({name}) => name)).toEqual(['A', 'B'])
  })
})

describe('hostile texts', () => {
  const deep = 5000

  test.each([
    ['messages', 'message A {'.repeat(deep) + '}'.repeat(deep)],
    ['groups', `message A {${'optional group G = 1 {'.repeat(deep)}${'}'.repeat(deep)}}`],
    ['message literals', `option (x) = ${'{a: '.repeat(deep)}1${'}'.repeat(deep)};`],
    ['angle brackets', `option (x) = {${'a <'.repeat(deep)}${'>'.repeat(deep)}};`],
    ['lists', `option (x) = {a: ${'['.repeat(deep)}${']'.repeat(deep)}};`],
  ])('%s nested too deep are refused with a sentence', (_, text) => {
    const found = problems(text)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(20)
    expect(found.join('\n')).toMatch(/nested deeper than (?:31|100) levels|A list cannot be in a list/)
  })

  test('what compilers read is read: 31 levels of messages, 100 of message literals', () => {
    expect(problems('message A {'.repeat(31) + '}'.repeat(31))).toEqual([])
    expect(
      problems(`message A { oneof b { ${'group C = 1 { oneof d { '.repeat(30)} int32 e = 1; ${'}}'.repeat(30)} }}`),
    ).toEqual([])
    expect(problems(`option (x) = ${'{a: '.repeat(100)}1${'}'.repeat(100)};`)).toEqual([])
  })

  test('what comes behind too deep a nesting is read', () => {
    const text = `${'message A {'.repeat(200)}${'}'.repeat(200)}\nmessage Last {}`
    expect(read(text).document.messages.at(-1)?.name).toBe('Last')
  })

  test('the number of problems is bounded', () => {
    expect(problems('message A { = ; }\n'.repeat(10_000))).toHaveLength(100)
  })

  test('a message with 5,000 fields is read', () => {
    const fields = Array.from({length: 5000}, (_, index) => `  string field_${index} = ${index + 1};\n`)
    expect(read(`message A {\n${fields.join('')}}`).document.fields).toHaveLength(5000)
  })

  test('every prefix of a file ends in problems or nothing, never in an exception', () => {
    const text = `syntax = "proto3"; package a.b; import public "c.proto";
option (x).y = {a: [1, {b: "c"}] [d.e]: -inf};
message A { repeated map<int32, string> b = 1 [(x) = 'y']; oneof c { group D = 2 {} } reserved "e", 5 to max; }
enum E { F = -0x1; } extend A { optional .g.H i = 100; } service S { rpc T (stream U) returns (V) { option w = 1; } }`
    for (let end = 0; end <= text.length; end++) expect(() => read(text.slice(0, end))).not.toThrow()
    for (let end = 0; end < text.length; end++)
      expect(() => read(text.slice(0, end) + text.slice(end + 1))).not.toThrow()
    for (let end = 0; end < text.length; end += 3)
      for (const noise of ['{', '}', '"', '/*', ';', '\0', '= 1'])
        expect(() => read(text.slice(0, end) + noise + text.slice(end))).not.toThrow()
  })
})
