import type {Header, JsonNode, Operation, Parameter, Response} from './model.js'

/** The parameter of that name; names of headers have no case. */
export function parameterOf({parameters}: Operation, place: string, name: string): Parameter | undefined {
  return parameters.find(parameter => parameter.in === place && sameName(place, parameter.name, name))
}

/** The header of a response. */
export function headerOf({headers}: Response, name: string): Header | undefined {
  return headers.find(header => sameName('header', header.name, name))
}

/** Those of the names that a response does not declare as headers. */
export function missingHeaders(response: Response, names: readonly string[]): readonly string[] {
  return names.filter(name => !headerOf(response, name))
}

/** `"a", "b" and "c"`. */
export function quoted(names: readonly string[], word = 'and'): string {
  const all = names.map(name => `"${name}"`)
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`
}

/** `the header "a"` or `the headers "a" and "b"`. */
export function theHeaders(names: readonly string[], word = 'and'): string {
  return `the ${names.length === 1 ? 'header' : 'headers'} ${quoted(names, word)}`
}

/** `Query parameter "page"`. */
export function parameterTitle({in: place, name}: Parameter): string {
  return `${place.charAt(0).toUpperCase()}${place.slice(1)} parameter "${name}"`
}

/** Tells which operation meets a parameter, a header or a response that is defined elsewhere. */
export function usedBy({title}: Operation, {node, use}: {readonly node: JsonNode; readonly use: JsonNode}) {
  return node.value === use.value ? [] : [{at: use, message: `Used by "${title}".`}]
}

function sameName(place: string, one: string, other: string): boolean {
  return place === 'header' ? one.toLowerCase() === other.toLowerCase() : one === other
}
