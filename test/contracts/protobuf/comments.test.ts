import {describe, expect, test} from 'vitest'
import {read} from './read.js'

const text = `// A licence.

// Detached from the syntax.

// Of the syntax.
syntax = "proto3"; // Behind the syntax.
// On the line below, and followed by nothing.

/*
 * Of the message,
 *   in two lines.
 */
message A { // Behind the brace.
  // Of one.
  string one = 1; // Behind one.
  string two = 2;
  // Of two, because an empty line follows.

  // Detached.

  /* A block. */
  /// Of three.
  // Still of three.
  string three = 3; /* Behind three. */
  /* Before four. */ string four = 4;
  string five = 5; /* between */ string six = 6;
  // At the end of the block.
}
`

const {document} = read(text)
const {comments} = document

function field(name: string) {
  const found = document.fields.find(each => each.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('a comment belongs to', () => {
  test.each([
    ['one', 'Of one.', 'Behind one.'],
    ['two', undefined, 'Of two, because an empty line follows.'],
    ['three', 'Of three.\nStill of three.', 'Behind three.'],
    ['four', 'Before four.', undefined],
    ['five', undefined, undefined],
    ['six', undefined, 'At the end of the block.'],
  ])('the field "%s" as the compiler has it', (name, leading, trailing) => {
    expect(comments.leading(field(name).start)?.text).toBe(leading)
    expect(comments.trailing(field(name).end)?.text).toBe(trailing)
  })

  test('the syntax and the message', () => {
    const [message] = document.messages
    if (document.syntax === undefined || message === undefined) throw new Error('The file is not read.')
    expect(comments.leading(document.syntax.start)?.text).toBe('Of the syntax.')
    expect(comments.trailing(document.syntax.end)?.text).toBe('Behind the syntax.')
    expect(comments.leading(message.start)?.text).toBe('Of the message,\n  in two lines.')
    expect(comments.trailing(message.open + 1)?.text).toBe('Behind the brace.')
  })

  test('nothing, when empty lines are around it', () => {
    const detached = (start: number) => comments.detached(start).map(each => each.text)
    expect(detached(document.syntax?.start ?? 0)).toEqual(['A licence.', 'Detached from the syntax.'])
    expect(detached(field('three').start)).toEqual(['Detached.', 'A block.'])
    expect(detached(document.messages[0]?.start ?? 0)).toEqual(['On the line below, and followed by nothing.'])
  })
})

test('all comments are kept, those between tokens, too', () => {
  const {document} = read('message/*1*/A/*2*/{//3\n}//4')
  expect([...document.comments.all()].map(each => each.text)).toEqual(['1', '2', '3', '4'])
})

test.each([
  ['/**/', ''],
  ['/***/', ''],
  ['//', ''],
  ['////', ''],
  ['/* a */', 'a'],
  ['/** a\n  * b\n  */', 'a\nb'],
  ['/* open', 'open'],
  ['/*/', '/'],
])('%j says %j', (comment, text) => {
  expect([...read(comment).document.comments.all()].map(each => each.text)).toEqual([text])
})

test('marks in strings are no comments', () => {
  expect([...read('option a = "// no /* comment";').document.comments.all()]).toEqual([])
})
