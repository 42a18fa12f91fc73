import {branches, valueBranches} from '../json/branches.js'
import type {Property, SchemaView} from '../json/schema.js'
import type {AsyncApi, JsonNode, Message} from './model.js'

/** The payload of a message as each `oneOf` and `anyOf` member leaves it; none when it cannot be seen. */
export function payloadViews(document: AsyncApi, {payload}: Message): readonly SchemaView[] {
  return payload === undefined || payload.length === 0 ? [] : branches(document, payload)
}

/** A property of the payload, in each of its forms. */
export function payloadProperties(document: AsyncApi, message: Message, name: string): readonly Property[] {
  return payloadViews(document, message).flatMap(view => view.properties.get(name) ?? [])
}

/** The values that a property is confined to; undefined when it is not, or not in each of its forms. */
export function constantsOf(document: AsyncApi, {schemas}: Property): readonly unknown[] | undefined {
  const {views} = valueBranches(document, schemas)
  const lists = views.map(view => {
    const constant = view.keyword('const')[0]
    const list = view.keyword('enum')[0]
    return constant ? [constant.value] : list?.isArray ? list.children().map(({value}) => value) : undefined
  })
  return lists.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap(list => list ?? [])
}

/** The payloads of a message's examples. */
export function examplesOf(message: Message): readonly JsonNode[] {
  return (
    message
      .member('examples')
      ?.children()
      .flatMap(example => example.get('payload') ?? []) ?? []
  )
}
