import type {JsonNode} from '../json/node.js'
import type {Values} from './model.js'

/** Headers, or the query from version 3 on: a value for each name, or a list of values. */
export function valuesIn(map: JsonNode | undefined): readonly Values[] {
  return (map?.isObject ? map.children() : []).map(node => ({
    name: node.name,
    texts: node.isArray ? node.children().map(textOf) : [textOf(node)],
    at: node,
  }))
}

/** The query of a request: a map, or the text of an address. */
export function queryOf(node: JsonNode | undefined, text = node?.text): readonly Values[] {
  if (node === undefined || text === undefined) return valuesIn(node)
  const found = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const known = found.get(name)
    if (known) known.push(value)
    else found.set(name, [value])
  }
  return [...found].map(([name, texts]) => ({name, texts, at: node}))
}

function textOf({text, value}: JsonNode): string {
  return text ?? (typeof value === 'object' ? JSON.stringify(value) : String(value))
}
