/** HTML that needs no escaping any more. */
export interface Markup {
  readonly markup: string
}

type Value = Markup | string | number | undefined | readonly Value[]

/** HTML of a template: texts in it are escaped, markup is not, and undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return {markup: strings.reduce((sum, part, index) => sum + written(values[index - 1]) + part)}
}

function written(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'markup' in value ? value.markup : value.map(written).join('')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\p{Surrogate}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, found => `&#${found.charCodeAt(0)};`)
}
