/** Words of PromQL that are no figures, and stand where one could. */
const words = new Set([
  'and',
  'bool',
  'by',
  'group_left',
  'group_right',
  'ignoring',
  'inf',
  'nan',
  'offset',
  'on',
  'or',
])

/** The names of the figures that an expression of PromQL asks for, with the labels that it chooses them by. */
export function figuresOf(expression: string): {readonly names: readonly string[]; readonly labels: readonly string[]} {
  const bare = expression.replaceAll(/"(?:\\.|[^"\\])*"/g, '""')
  const grouped = [...bare.matchAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g)]
  const chosen = [...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside = '']) =>
    [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
  )
  const without = bare
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
  // What is followed by a bracket is a function.
  const names = [...without.matchAll(/(?<![\w.])[A-Za-z_:][\w:]*(?![\w:]*\s*\()/g)].map(([name]) => name)
  const labels = [...chosen, ...grouped.flatMap(([, list = '']) => list.split(',').map(label => label.trim()))]
  return {names: names.filter(name => !words.has(name)), labels: labels.filter(label => label !== '')}
}
