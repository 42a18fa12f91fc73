/** An element of XML with its attributes and what is between its tags: lines of elements, or an escaped text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] | string = [],
): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`)]
  if (content.length === 0) return `<${head.join(' ')}/>`
  if (typeof content === 'string') return `<${head.join(' ')}>${escapeXml(content)}</${name}>`
  return [`<${head.join(' ')}>`, ...content, `</${name}>`].join('\n')
}

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>'

/** Line breaks as references, since a parser turns those of an attribute into blanks. XML 1.0 has no control characters. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\t\n\r]/g, found => references[found] ?? found)
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
