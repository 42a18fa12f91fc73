import {COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, load, SCALAR_STYLE, type ScalarEvent} from 'js-yaml'
import type {DuplicateKey, Places, Span} from './places.js'

/** A member of a mapping or an item of a sequence: the numbers of its events. */
interface Member {
  readonly key: number | undefined
  readonly value: number
}

interface Members {
  readonly byKey: ReadonlyMap<string | number, Member>
  /** Values of `<<` keys. */
  readonly merged: readonly number[]
}

/** Places from the event stream of js-yaml. Nothing is worked out before it is asked for. */
export class EventPlaces implements Places {
  readonly #members = new Map<number, Members>()
  #documents: readonly number[] | undefined
  #closing: Int32Array | undefined
  #anchors: Map<string, number[]> | undefined

  constructor(
    readonly text: string,
    readonly events: readonly Event[],
  ) {}

  span(document: number, keys: readonly (string | number)[], on: 'key' | 'value'): Span {
    let at = this.#rootOf(document)
    let member: Member | undefined
    for (const key of keys) {
      const next = at === undefined ? undefined : this.#member(at, key)
      if (next === undefined) break
      member = next
      at = next.value
    }
    const key = member?.key === undefined ? undefined : this.#scalarSpan(member.key)
    if (on === 'key' && key) return key
    return (at === undefined ? undefined : this.#valueSpan(at)) ?? key ?? {start: 0, end: 0}
  }

  /** All keys that are there more than once in their mapping. */
  duplicates(): DuplicateKey[] {
    const found: DuplicateKey[] = []
    for (let index = 0; index < this.events.length; index++) {
      if (this.events[index]?.type !== EVENT_ID.MAPPING) continue
      const first = new Map<string, number>()
      for (const at of this.#contentOf(index).filter((_, position) => position % 2 === 0)) {
        const key = this.#keyText(at)
        const before = first.get(key)
        if (before === undefined) first.set(key, at)
        else found.push({key, first: this.#scalarSpan(before), second: this.#scalarSpan(at)})
      }
    }
    return found
  }

  /** A manifest may hold thousands of documents: where each begins is looked for once. */
  #rootOf(document: number): number | undefined {
    this.#documents ??= this.events.flatMap(({type}, index) => (type === EVENT_ID.DOCUMENT ? index : []))
    const at = this.#documents[document]
    return at === undefined || this.events[at + 1]?.type === EVENT_ID.POP ? undefined : at + 1
  }

  #member(collection: number, key: string | number): Member | undefined {
    const at = this.#behindAlias(collection)
    const type = this.events[at]?.type
    if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined
    const {byKey, merged} = this.#membersOf(at)
    const own = byKey.get(type === EVENT_ID.MAPPING ? String(key) : Number(key))
    if (own) return own
    for (const source of merged) {
      const from = this.#behindAlias(source)
      const sources =
        this.events[from]?.type === EVENT_ID.SEQUENCE
          ? [...this.#membersOf(from).byKey.values()].map(({value}) => value)
          : [from]
      for (const each of sources) {
        const found = this.#member(each, key)
        if (found) return found
      }
    }
    return undefined
  }

  #membersOf(collection: number): Members {
    const known = this.#members.get(collection)
    if (known) return known
    const byKey = new Map<string | number, Member>()
    const merged: number[] = []
    if (this.events[collection]?.type === EVENT_ID.SEQUENCE) {
      let index = 0
      for (const value of this.#contentOf(collection)) byKey.set(index++, {key: undefined, value})
    } else {
      const content = this.#contentOf(collection)
      for (let index = 0; index < content.length; index += 2) {
        const key = content[index] ?? 0
        const value = content[index + 1] ?? this.#behind(key)
        if (this.#isMerge(key)) merged.push(value)
        // The last of duplicates is the one whose value was read.
        else byKey.set(this.#keyText(key), {key, value})
      }
    }
    const members = {byKey, merged}
    this.#members.set(collection, members)
    return members
  }

  /** The events that begin the direct content of a collection: items, or keys and values in turn. */
  #contentOf(collection: number): readonly number[] {
    const content: number[] = []
    for (let at = collection + 1; (this.events[at]?.type ?? EVENT_ID.POP) !== EVENT_ID.POP; at = this.#behind(at))
      content.push(at)
    return content
  }

  /** The event behind a node with all its content. */
  #behind(at: number): number {
    this.#closing ??= closingEvents(this.events)
    return (this.#closing[at] || at) + 1
  }

  #isMerge(at: number): boolean {
    const event = this.events[at]
    return event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && this.#raw(event) === '<<'
  }

  /** A key as it is in the value that was read: `0x10` is `16`, an alias is what it stands for. */
  #keyText(key: number): string {
    const event = this.events[this.#behindAlias(key)]
    // A collection as a key is of no use in a contract: it only must not be taken for another key.
    if (event?.type !== EVENT_ID.SCALAR) return `\0${key}`
    const text = getScalarValue(this.text, event)
    if (event.style !== SCALAR_STYLE.PLAIN) return text
    if (text === '') return 'null'
    return /^(?:[-+.\d~]|null$|true$|false$)/i.test(text) ? typedKey(text) : text
  }

  #raw(event: ScalarEvent): string {
    return this.text.slice(event.valueStart, event.valueEnd)
  }

  /** The node an alias stands for: the last one before it with that anchor. */
  #behindAlias(at: number): number {
    const event = this.events[at]
    if (event?.type !== EVENT_ID.ALIAS) return at
    this.#anchors ??= anchorsOf(this.text, this.events)
    const named = this.#anchors.get(this.text.slice(event.anchorStart, event.anchorEnd)) ?? []
    return named.findLast(anchor => anchor < at) ?? at
  }

  #valueSpan(at: number): Span | undefined {
    const event = this.events[at]
    if (event === undefined) return undefined
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return event.valueStart < 0 ? undefined : this.#scalarSpan(at)
      case EVENT_ID.ALIAS:
        return {start: event.anchorStart - 1, end: event.anchorEnd}
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return this.#collectionSpan(at, event.start)
      default:
        return undefined
    }
  }

  #scalarSpan(at: number): Span {
    const event = this.events[at]
    if (event?.type === EVENT_ID.ALIAS) return {start: event.anchorStart - 1, end: event.anchorEnd}
    if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE)
      return this.#collectionSpan(at, event.start)
    if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return {start: 0, end: 0}
    const {valueStart: start, valueEnd: end} = event
    switch (event.style) {
      case SCALAR_STYLE.SINGLE_QUOTED:
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return {start: start - 1, end: end + 1}
      case SCALAR_STYLE.PLAIN:
        return {start, end}
      default: {
        // The text of a block scalar, without the indentation before it and the line breaks behind it.
        const raw = this.#raw(event)
        const trimmed = raw.trim()
        const from = start + raw.indexOf(trimmed)
        return {start: from, end: from + trimmed.length}
      }
    }
  }

  /** A collection of many lines is shown by its first one. */
  #collectionSpan(at: number, start: number): Span {
    const line = this.text.indexOf('\n', start)
    const end = this.#endOf(at, line === -1 ? this.text.length : line)
    if (line === -1 || line >= end) return {start, end}
    return {start, end: start + this.text.slice(start, line).trimEnd().length}
  }

  /**
   * Offset behind a node, or one behind `enough`, if it ends there. Events do not hold where a flow collection is
   * closed; it is the next thing in the text.
   */
  #endOf(at: number, enough: number): number {
    const event = this.events[at]
    if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) return this.#valueSpan(at)?.end ?? 0
    let end = event.start + 1
    for (let content = at + 1; (this.events[content]?.type ?? EVENT_ID.POP) !== EVENT_ID.POP; ) {
      end = Math.max(end, this.#endOf(content, enough))
      if (end > enough) return end
      content = this.#behind(content)
    }
    const close = /[\s,:]*[\]}]/y
    close.lastIndex = end
    return event.style === COLLECTION_STYLE.FLOW && close.test(this.text) ? close.lastIndex : end
  }
}

/** A number, boolean or null as the key that it becomes. */
function typedKey(text: string): string {
  if (/^(?:[1-9]\d{0,14}|0)$/.test(text)) return text
  try {
    return String(load(text))
  } catch {
    // It was read as a key; standing alone it is something else, such as `- a`, and surely no number.
    return text
  }
}

/** For each event that opens a collection the number of the one that closes it; 0 for all others. */
function closingEvents(events: readonly Event[]): Int32Array {
  const closing = new Int32Array(events.length)
  const open: number[] = []
  for (let index = 0; index < events.length; index++) {
    const type = events[index]?.type
    if (type === EVENT_ID.POP) {
      const opened = open.pop()
      if (opened !== undefined) closing[opened] = index
    } else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(index)
  }
  return closing
}

function anchorsOf(text: string, events: readonly Event[]): Map<string, number[]> {
  const anchors = new Map<string, number[]>()
  for (let index = 0; index < events.length; index++) {
    const event = events[index]
    if (!event || !('anchorStart' in event) || event.type === EVENT_ID.ALIAS || event.anchorStart < 0) continue
    const name = text.slice(event.anchorStart, event.anchorEnd)
    anchors.set(name, [...(anchors.get(name) ?? []), index])
  }
  return anchors
}
