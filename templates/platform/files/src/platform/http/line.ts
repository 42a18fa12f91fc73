/** A place in a line. */
export interface Place<Item = unknown> {
  readonly item: Item
  /** Gives it up. More than once does no harm. */
  leave(): void
}

/**
 * Things in the order in which they came, each of which may leave at any time: a list with links in both directions. A Set would
 * do; but once a Set has grown old its tables are old, too, and each table that is replaced, as happens every few dozen requests,
 * holds on to all that was in it until the whole heap is collected. A fifth of all that a gateway allocates grew old that way.
 */
export class Line<Item> implements Iterable<Place<Item>> {
  /** Where it begins and ends: the first is after it, the last before it. */
  readonly #ends: Link<Item>

  constructor() {
    // Nobody ever looks at what stands there.
    this.#ends = new Link<Item>(undefined as Item)
  }

  get first(): Place<Item> | undefined {
    const {next} = this.#ends
    return next === this.#ends ? undefined : next
  }

  /** Adds a thing at the end. */
  join(item: Item): Place<Item> {
    return new Link(item).enter(this.#ends)
  }

  /** Whoever is looked at may leave. */
  *[Symbol.iterator](): Iterator<Place<Item>> {
    let place = this.#ends.next
    while (place !== this.#ends) {
      const {next} = place
      yield place
      place = next
    }
  }
}

class Link<Item> implements Place<Item> {
  next: Link<Item> = this
  previous: Link<Item> = this

  constructor(readonly item: Item) {}

  /** Takes the place before another one. */
  enter(next: Link<Item>): this {
    this.next = next
    this.previous = next.previous
    this.previous.next = this
    next.previous = this
    return this
  }

  leave(): void {
    this.previous.next = this.next
    this.next.previous = this.previous
    // It must lead nowhere: it may be older than those who are still there.
    this.next = this
    this.previous = this
  }
}
