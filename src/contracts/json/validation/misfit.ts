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
}

export function nothingEvaluated(): Evaluated {
  return {properties: new Set(), items: 0, contained: new Set(), isDescribed: false, isObject: false}
}

/** Adds what an alternative that fits has looked at. */
export function addEvaluated(to: Evaluated | undefined, from: Evaluated | undefined): void {
  if (!to || !from) return
  for (const name of from.properties) to.properties.add(name)
  for (const index of from.contained) to.contained.add(index)
  to.isDescribed ||= from.isDescribed
  to.isObject ||= from.isObject
  to.items = Math.max(to.items, from.items)
}
