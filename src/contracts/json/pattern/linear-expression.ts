import {createRequire} from 'node:module'

/** Whether a regular expression is found in a text; undefined when both are too large to find out soon. */
export type Expression = (text: string) => boolean | undefined

/** What RE2 may do: the steps of its program times the characters of the text; some 50 milliseconds at most. */
const mostSteps = 2_000_000

/** What JavaScript calls white space; RE2 knows five characters of it. */
const space = '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'

/** What RE2 calls otherwise, does not know, or takes for something else: `\k<name>`, `\A`, `\Q`, flags in the middle. */
const foreign = /^(?:\\[^\W_bBcdDfnrsStvwWxupP0]|\(\?[^:<]|\[\])$/

/** Classes of POSIX inside of classes, and halves of a character. */
const foreignAnywhere = /\[:|\\u\{?0*d[89a-f]/i

/** An escaped character, the start or the end of a class, the start of a group with a question mark, any character. */
const pieces = /\\.|\[\^?\]?|\]|\(\?.|\./gs

/**
 * A regular expression of JavaScript that is matched in a time that grows with the length of the text and no faster:
 * by RE2, which never goes back. Undefined for what it can not do, as lookarounds and references to groups.
 */
export function linearExpression(pattern: string): Expression | undefined {
  const translated = inWordsOfRe2(pattern)
  if (translated === undefined) return undefined
  // Hardly any contract needs it, and every start of the program would pay for it.
  const {RE2JS} = createRequire(import.meta.url)('re2js') as typeof import('re2js')
  try {
    const expression = RE2JS.compile(RE2JS.translateRegExp(translated))
    const steps = expression.programSize()
    return text => (steps * text.length > mostSteps ? undefined : expression.matcher(text).find())
  } catch {
    return undefined
  }
}

function inWordsOfRe2(pattern: string): string | undefined {
  let [isForeign, inClass] = [foreignAnywhere.test(pattern), false]
  const text = pattern.replace(pieces, piece => {
    isForeign ||= inClass ? piece === '\\S' : foreign.test(piece)
    if (piece === '\\s') return inClass ? space : `[${space}]`
    if (piece === '.' && !inClass) return '[^\\n\\r\\x{2028}\\x{2029}]'
    if (piece === '\\S') return `[^${space}]`
    if (inClass) inClass = !piece.endsWith(']') || piece.startsWith('\\')
    else if (piece.startsWith('[')) inClass = !piece.endsWith(']')
    return piece
  })
  return isForeign ? undefined : text
}
