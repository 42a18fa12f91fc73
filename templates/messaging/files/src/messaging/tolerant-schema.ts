import {isObject, type JsonObject} from '../platform/contract/document.js'

const closing = ['additionalProperties', 'unevaluatedProperties']

/**
 * A contract as a receiver reads it: a later minor version may add properties, and calls itself by another number. Who
 * refused that would stop when its sender is deployed first.
 */
export function tolerant(document: JsonObject): JsonObject {
  const opened = open(document)
  return isObject(opened) ? opened : {}
}

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => !(closing.includes(key) && member === false))
      .map(([key, member]) => [key, key === 'schemaVersion' ? anyMinor(member) : open(member)]),
  )
}

/** `1.0` becomes every version that begins with `1.`. */
function anyMinor(schema: unknown): unknown {
  const version = isObject(schema) ? schema['const'] : undefined
  const major = typeof version === 'string' ? /^([1-9][0-9]*)\./.exec(version)?.[1] : undefined
  return major === undefined ? schema : {type: 'string', pattern: `^${major}\\.[0-9]+$`}
}
