/** A call or an aggregation in an expression of PromQL: its name, what it groups by, and what is in its parentheses. */
export interface PromCall {
  readonly name: string
  /** `by (le)`, `without (pod)`; before the parentheses or behind them. */
  readonly grouping: {readonly by: boolean; readonly labels: readonly string[]} | undefined
  readonly inside: string
}

/** The calls of a function or aggregation in an expression, also those inside of others. */
export function callsOf(expression: string, name: string): readonly PromCall[] {
  const found: PromCall[] = []
  const plain = withoutTexts(expression)
  const head = new RegExp(String.raw`\b${name}\s*(?:(by|without)\s*\(([^()]*)\)\s*)?\(`, 'g')
  for (const match of plain.matchAll(head)) {
    const from = match.index + match[0].length
    const to = closing(plain, from)
    const behind = /^\s*(by|without)\s*\(([^()]*)\)/.exec(plain.slice(to + 1))
    const [, word = behind?.[1], labels = behind?.[2] ?? ''] = match
    found.push({
      name,
      grouping:
        word === undefined ? undefined : {by: word === 'by', labels: labels.split(',').map(each => each.trim())},
      inside: expression.slice(from, to),
    })
  }
  return found
}

/** A matcher such as `http_requests_total{status_code=~"5.."}`. */
export interface PromMatcher {
  readonly metric: string
  readonly label: string
  readonly value: string
}

/** A name with what is in its braces; a brace in a text closes nothing. */
const selector = /([A-Za-z_:][\w:]*)?\s*\{((?:[^{}"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*)\}/g

export function matchersOf(expression: string): readonly PromMatcher[] {
  return [...expression.matchAll(selector)].flatMap(([, metric = '', inside = '']) =>
    [...inside.matchAll(/([A-Za-z_]\w*)\s*(?:=~|=)\s*(["'])((?:\\.|(?!\2).)*)\2/g)].map(
      ([, label = '', , value = '']) => ({metric, label, value}),
    ),
  )
}

/** Whether an expression divides. */
export function divides(expression: string): boolean {
  return withoutTexts(expression).includes('/')
}

/** Texts are as long as before and empty of meaning: a brace or a slash in one is none. */
function withoutTexts(expression: string): string {
  return expression
    .replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/gs, text => `"${'_'.repeat(Math.max(0, text.length - 2))}"`)
    .replaceAll(/#.*$/gm, comment => ' '.repeat(comment.length))
}

function closing(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}
