import {maxDepth} from './limits.js'

const misplaced = 'this does not fit here; check the indentation, and put text with special characters in quotes'

/** What the parser says, and what it means for people. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^deficient indentation/, 'a bracket, a brace or a quote before this place is still open'],
  [/^bad indentation of a (?:mapping|sequence) entry/, misplaced],
  [/^end of the stream or a document separator is expected/, 'this does not belong to what stands above it'],
  [/multiline key may not be an implicit key/, 'a colon is missing behind a key'],
  [/^expected ':' after a mapping key/, 'a colon is missing behind a key'],
  [/^missed comma between flow collection entries/, 'a comma is missing'],
  [/^tab characters must not be used in indentation/, 'a tab stands where only blanks may indent'],
  [/^unidentified alias "(.+)"/, 'there is no anchor "&$1" before this alias'],
  [/^unknown (?:scalar|sequence|mapping) tag !<(.+)>/, 'tag "$1" is unknown'],
  [/^nesting exceeded maxDepth/, `values are nested more than ${maxDepth} levels deep`],
  [
    /^object-based map does not support complex keys/,
    'a key is a map or a list; put braces that are meant as text in quotes',
  ],
  [/^cannot merge mappings/, 'a merge key "<<" needs a mapping or a list of mappings'],
  [/^unexpected end of the stream within a (.+)/, 'the text ends within a $1'],
  [/^unexpected end of the document within a (.+)/, 'the document ends within a $1'],
]

/** Why YAML cannot be read, in words that need no knowledge of its grammar; what has none stays as the parser says. */
export function faultInWords(reason: string): string {
  for (const [pattern, words] of meanings) {
    const match = pattern.exec(reason)
    if (match) return words.replace('$1', match[1] ?? '')
  }
  return reason.trim()
}
