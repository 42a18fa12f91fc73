const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'})

/** Ideographs, syllables, full-width forms and what is shown as a picture. */
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|\uFE0F|[\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u

const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u

/** How many columns of a terminal a text takes: wide characters take two, marks on their own none. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  let columns = 0
  for (const {segment} of segmenter.segment(text)) columns += widthOf(segment)
  return columns
}

/** As much of the beginning of a text as fits. */
export function firstColumns(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let taken = ''
  let left = columns
  for (const {segment} of segmenter.segment(text)) {
    left -= widthOf(segment)
    if (left < 0) break
    taken += segment
  }
  return taken
}

function widthOf(character: string): number {
  if (invisible.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
