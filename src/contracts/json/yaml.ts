import {CORE_SCHEMA, constructFromEvents, EVENT_ID, type Event, mergeTag, parseEvents, YAMLException} from 'js-yaml'
import {EventPlaces} from './event-places.js'
import {maxAliasedValues, maxDepth} from './limits.js'
import type {JsonReading, Span} from './places.js'
import {faultInWords} from './yaml-faults.js'

// YAML 1.2: `yes` is a string and a date is one, too. Merge keys are of 1.1, but contracts use them.
const schema = CORE_SCHEMA.withTags(mergeTag)

const maxTotalMergeKeys = 100_000

/** Reads YAML, values and places in one pass. */
export function readYaml(text: string): JsonReading {
  try {
    const events = parseEvents(text, {maxDepth})
    const failure = aliasProblem(text, events)
    if (failure) return {failure}
    const places = new EventPlaces(text, events)
    const options = {source: text, schema, maxTotalMergeKeys}
    try {
      return {values: constructFromEvents(events, options), places, duplicates: []}
    } catch (error) {
      if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error
      return {values: constructFromEvents(events, {...options, json: true}), places, duplicates: places.duplicates()}
    }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const start = error.mark?.position ?? 0
    return {
      failure: {message: `The file is not valid YAML: ${faultInWords(error.reason)}.`, span: {start, end: start + 1}},
    }
  }
}

interface Measure {
  readonly values: number
  readonly depth: number
}

/** Aliases that contain themselves, or that stand for more than anybody would write. */
function aliasProblem(text: string, events: readonly Event[]): {message: string; span: Span} | undefined {
  if (!events.some(({type}) => type === EVENT_ID.ALIAS)) return undefined
  let anchors = new Map<string, Measure | 'open'>()
  const open: {anchor: string; values: number; depth: number}[] = []
  let aliased = 0
  for (const event of events) {
    const top = open.at(-1)
    if (event.type === EVENT_ID.DOCUMENT) anchors = new Map()
    if (event.type === EVENT_ID.POP) {
      const closed = open.pop()
      const measure = {values: (closed?.values ?? 0) + 1, depth: (closed?.depth ?? 0) + 1}
      if (closed?.anchor) anchors.set(closed.anchor, measure)
      add(open.at(-1), measure)
    } else if (event.type === EVENT_ID.ALIAS) {
      const name = text.slice(event.anchorStart, event.anchorEnd)
      const span = {start: event.anchorStart - 1, end: event.anchorEnd}
      const measure = anchors.get(name)
      if (measure === 'open') return {message: `Alias "*${name}" stands for something that contains it.`, span}
      add(top, measure ?? {values: 1, depth: 1})
      aliased += measure?.values ?? 1
      if (aliased > maxAliasedValues)
        return {message: `Aliases stand for more than ${maxAliasedValues} values; that is more than mesh reads.`, span}
      if ((top?.depth ?? 0) + open.length > maxDepth)
        return {message: `Aliases nest values more than ${maxDepth} levels deep; that is more than mesh reads.`, span}
    } else {
      const anchor =
        'anchorStart' in event && event.anchorStart >= 0 ? text.slice(event.anchorStart, event.anchorEnd) : ''
      if (event.type === EVENT_ID.SCALAR) {
        add(top, {values: 1, depth: 1})
        if (anchor) anchors.set(anchor, {values: 1, depth: 1})
      } else {
        open.push({anchor, values: 0, depth: 0})
        if (anchor) anchors.set(anchor, 'open')
      }
    }
  }
  return undefined
}

function add(collection: {values: number; depth: number} | undefined, {values, depth}: Measure): void {
  if (!collection) return
  collection.values += values
  collection.depth = Math.max(collection.depth, depth)
}
