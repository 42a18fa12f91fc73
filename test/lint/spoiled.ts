import type {Finding} from '../../src/core/finding.js'

/** What a document may hold by mistake, anywhere. */
export const odd: readonly unknown[] = [
  // Left out, that is.
  undefined,
  null,
  true,
  0,
  -1.5,
  '',
  'text',
  [],
  [null],
  {},
  {$ref: '#'},
  {$ref: '#/nowhere'},
  {$ref: '#/components/schemas/Order'},
  {$ref: '#/components/responses/Error'},
  {$ref: '#/paths'},
  {$ref: 'other.yaml#/x'},
  {$ref: 5},
  {$ref: '%'},
  ['$ref'],
  {type: 'object', allOf: 5, oneOf: {}, properties: [], required: {}, items: 'x', enum: 1},
  {'': {'': {}}},
  {constructor: 1, toString: 2, length: 3},
]

/** Each document that differs from a value in one place, with what is there instead; `turn` chooses which value is where. */
export function* spoiled(value: unknown, turn: number): Generator<{readonly text: string; readonly change: string}> {
  for (const [index, place] of placesOf(value).entries()) {
    const document = structuredClone(value) as Record<string, unknown>
    const other = odd[(index + turn) % odd.length]
    replace(document, place, other)
    yield {text: JSON.stringify(document), change: `${place.join('/')} = ${JSON.stringify(other)}`}
  }
}

/** A finding is a sentence about a range. Without the matchers of the test framework, which cost more than the rules. */
export function assertWhole(findings: readonly Finding[]): void {
  for (const {rule, message, location} of findings) {
    if (!/[.?]$/.test(message)) throw new Error(`${rule} tells no sentence: ${message}`)
    if (location.end.line < location.start.line) throw new Error(`${rule} tells of no range: ${message}`)
  }
}

/** The way to every value in a value, but to itself. */
function placesOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  return entries.flatMap(([key, child]) => [[key], ...placesOf(child).map(rest => [key, ...rest])])
}

function replace(document: Record<string, unknown>, place: readonly (string | number)[], value: unknown): void {
  let holder: unknown = document
  for (const key of place.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[key]
  const last = place.at(-1)
  if (last !== undefined) (holder as Record<string | number, unknown>)[last] = value
}
