/** A range of a text in 0-based offsets; `end` is behind its last character. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Finds where a value was written. */
export interface Places {
  /**
   * The range of the key or value at the end of `keys`, from the root of the `document`-th document of the text. What
   * has no text of its own, such as an empty value, is where its key is.
   */
  span(document: number, keys: readonly (string | number)[], on: 'key' | 'value'): Span
}

/** Two members of one object with the same key: the value of the second is the one that was read. */
export interface DuplicateKey {
  readonly key: string
  readonly first: Span
  readonly second: Span
}

/** What reading a text gives: its values with their places, or why it cannot be read. */
export type JsonReading =
  | {
      readonly values: readonly unknown[]
      readonly places: Places
      readonly duplicates: readonly DuplicateKey[]
      readonly failure?: undefined
    }
  | {readonly failure: {readonly message: string; readonly span: Span}}
