import {choices} from './choices.js'
import {type Expression, linearExpression} from './linear-expression.js'

/** What the engine of JavaScript may try: some milliseconds at most. */
const mostChoices = 1_000_000

/** Longer patterns and texts are not tried. */
const longest = {pattern: 5000, text: 20_000}

interface Expressions {
  readonly usual: RegExp | undefined
  /** Made when it is needed first. */
  linear?: Expression | undefined
}

const known = new Map<string, Expressions>()

/**
 * Whether a text has what the pattern of a schema describes, found out in bounded time whatever the pattern is.
 * Undefined when nobody can tell: the pattern is invalid, which the check of the structure reports, or it takes too long.
 */
export function patternMatches(pattern: string, text: string): boolean | undefined {
  if (pattern.length > longest.pattern || text.length > longest.text) return undefined
  const expressions = known.get(pattern) ?? {usual: compiled(pattern, 'u') ?? compiled(pattern, '')}
  known.set(pattern, expressions)
  if (!expressions.usual) return undefined
  if (choices(pattern, text.length) <= mostChoices) return tested(expressions.usual, text)
  if (!('linear' in expressions)) expressions.linear = linearExpression(pattern)
  return expressions.linear?.(text)
}

function compiled(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags)
  } catch {
    return undefined
  }
}

/** A pattern is translated when it is used first; what is too large is refused only then. */
function tested(expression: RegExp, text: string): boolean | undefined {
  try {
    return expression.test(text)
  } catch {
    return undefined
  }
}
