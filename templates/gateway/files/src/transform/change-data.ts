import {onlyFields} from './asked-fields.js'
import type {DataChange, DataPath} from './transform.js'

/** A change at the end of a path. */
type FieldChange = Exclude<DataChange, {readonly kind: 'only'}>

/** `data` with all changes, one after the other. What was given stays as it was. */
export function changeData(data: unknown, changes: readonly DataChange[]): unknown {
  return changes.reduce(
    (value, change) =>
      change.kind === 'only' ? onlyFields(value, change.fields) : changeAt(value, change.path, change),
    data,
  )
}

/** What has no such field stays as it is: lists may hold items of several kinds. */
function changeAt(value: unknown, [name, next, ...rest]: DataPath, change: FieldChange): unknown {
  if (Array.isArray(value)) {
    return value.map(item => changeAt(item, next === undefined ? [name] : [name, next, ...rest], change))
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value)
  if (next === undefined) return Object.fromEntries(changeFields(fields, name, change))
  const deeper: DataPath = [next, ...rest]
  return Object.fromEntries(
    fields.map(([field, member]) => [field, field === name ? changeAt(member, deeper, change) : member]),
  )
}

type Fields = (readonly [name: string, value: unknown])[]

function changeFields(fields: Fields, name: string, change: FieldChange): Fields {
  if (change.kind === 'omit') return fields.filter(([field]) => field !== name)
  if (change.kind === 'add') return [...fields.filter(([field]) => field !== name), [name, change.value]]
  const {to} = change
  if (!fields.some(([field]) => field === name)) return fields
  // It stays in its place, and takes the name of another one that had it before.
  return fields
    .filter(([field]) => field !== to || to === name)
    .map(([field, value]) => [field === name ? to : field, value])
}
