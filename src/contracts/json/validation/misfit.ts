/** Something about a value that its schema forbids. */
export interface Misfit {
  /** The way from the value as a whole to the part that does not fit. */
  readonly path: readonly (string | number)[]
  /** What is wrong with the part, to be read after its name: `has to be a string, not an integer`. */
  readonly problem: string
  /** The value is of another type than the schema wants: another alternative may have been meant. */
  readonly isType?: true
  /** Nothing says what the value is; it may be there nevertheless. */
  readonly isUndescribed?: true
  /** The object that it is in is said to be one, and nothing else is said about it. */
  readonly isFreeForm?: true
}

/** What the keywords of one schema and of those that hold beside it have looked at: the rest is "unevaluated". */
export interface Evaluated {
  readonly properties: Set<string>
  /** How many items from the first on; all of them is Infinity. */
  items: number
  /** Single items that `contains` found. */
  readonly contained: Set<number>
  /** Whether any of them describes properties, and whether any says that it is an object. */
  isDescribed: boolean
  isObject: boolean
  /** The same of what is in it, by the name of a property or the index of an item; only of what is expected. */
  readonly parts: Map<string | number, Evaluated>
}

export function nothingEvaluated(): Evaluated {
  return {properties: new Set(), items: 0, contained: new Set(), isDescribed: false, isObject: false, parts: new Map()}
}

/** Adds what an alternative that fits has looked at. */
export function addEvaluated(to: Evaluated | undefined, from: Evaluated | undefined): void {
  if (!to || !from) return
  for (const name of from.properties) to.properties.add(name)
  for (const index of from.contained) to.contained.add(index)
  to.isDescribed ||= from.isDescribed
  to.isObject ||= from.isObject
  to.items = Math.max(to.items, from.items)
  for (const [key, part] of from.parts) addPart(to, key, part)
}

/** Adds what a schema has looked at in a part: several may hold for it, and what one describes is described. */
export function addPart(to: Evaluated, key: string | number, part: Evaluated): void {
  const known = to.parts.get(key)
  if (known) addEvaluated(known, part)
  else to.parts.set(key, part)
}

/** What of an expectation no schema describes, and nobody has told of; where nothing is said at all, anything may be. */
export function undescribedIn(
  value: unknown,
  {properties, isDescribed, isObject, parts}: Evaluated,
  misfits: readonly Misfit[],
  path: Misfit['path'] = [],
): Misfit[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = misfits.filter(misfit => path.every((key, index) => misfit.path[index] === key))
  // What is wrong with the object itself, such as its type, comes before what it has in it.
  if (inside.some(misfit => misfit.path.length === path.length)) return []
  const told = new Set(inside.map(misfit => misfit.path[path.length]))
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...entries].flatMap(([key, member]): Misfit[] => {
    const part = parts.get(key)
    const way = [...path, key]
    if (part) return undescribedIn(member, part, inside, way)
    if (Array.isArray(value) || properties.has(String(key)) || told.has(key) || !(isDescribed || isObject)) return []
    const free = isDescribed ? {} : {isFreeForm: true as const}
    return [{path: way, problem: 'is not described by the schema', isUndescribed: true, ...free}]
  })
}
