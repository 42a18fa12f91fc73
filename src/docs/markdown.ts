/** A table; a bar inside of a cell would end it. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const draw = (row: readonly string[]) => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [draw(columns), draw(columns.map(() => '---')), ...rows.map(draw)].join('\n')
}

/** A block of code. */
export function markdownCode(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``
}

/** The text as code inside of a line; empty stays empty. */
export function markdownSpan(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** Tells readers of a generated page where its words come from. */
export function generatedFrom(origin: string): string {
  return `<!-- Written by \`npm run docs\` from ${origin}. Change it there. -->`
}
