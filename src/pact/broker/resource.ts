/** A link of the Hypertext Application Language. */
export interface Link {
  readonly href: string
  readonly name?: string
  readonly title?: string
}

/** What a broker answers: members of its own, links by relation, and further resources. */
export type Resource = Readonly<Record<string, unknown>> & {
  readonly _links?: Readonly<Record<string, Link | readonly Link[]>>
}

/** The links of a relation: none, one or several. */
export function linksOf({_links}: Resource, relation: string): readonly Link[] {
  const found = _links?.[relation]
  return found === undefined ? [] : 'href' in found ? [found] : found
}

/** Fills `{provider}` and the like in an address. A name may have blanks, slashes and umlauts. */
export function expand(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, key: string) => {
    const value = values[key]
    return value === undefined ? whole : encodeURIComponent(value)
  })
}

/** A member that is a resource, or an empty one. */
export function partOf(resource: Resource | undefined, ...path: readonly string[]): Resource {
  let part: unknown = resource
  for (const key of path) part = isRecord(part) ? part[key] : undefined
  return isRecord(part) ? part : {}
}

/** The resources of a list; whatever is none is left out. */
export function listOf(resource: Resource, ...path: readonly string[]): readonly Resource[] {
  const key = path.at(-1)
  const list = key === undefined ? undefined : partOf(resource, ...path.slice(0, -1))[key]
  return Array.isArray(list) ? list.filter(isRecord) : []
}

/** A member that is a text. */
export function textAt(resource: Resource, key: string): string | undefined {
  const value = resource[key]
  return typeof value === 'string' ? value : undefined
}

function isRecord(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
