import type {JsonNode} from '../json/node.js'
import type {OpenApi} from '../openapi/model.js'
import {parameterValue} from './parameters.js'

type Members = Map<string, Members | string[]>

/** A form as the value that it stands for by its schema: `a[b]=1` is a part of `a`, what is there twice is a list. */
export function formOf(document: OpenApi, schema: JsonNode, text: string): unknown {
  const root: Members = new Map()
  for (const [name, value] of new URLSearchParams(text)) {
    // `items[0][price]` has the steps items, 0 and price; an empty step is one more item.
    const steps = name.split(/\[|\]\[|\]/).filter((step, index) => index === 0 || step !== '')
    put(root, steps, value)
  }
  return typed(document, [schema], root)
}

function put(members: Members, [step = '', ...rest]: readonly string[], value: string): void {
  const known = members.get(step)
  if (rest.length === 0) {
    if (Array.isArray(known)) known.push(value)
    else members.set(step, [value])
    return
  }
  const inner: Members = known instanceof Map ? known : new Map()
  members.set(step, inner)
  put(inner, rest, value)
}

function typed(document: OpenApi, schemas: readonly JsonNode[], members: Members | string[]): unknown {
  const [schema] = schemas
  if (Array.isArray(members)) {
    if (schema === undefined) return members.length > 1 ? members : members[0]
    return parameterValue(document, {node: schema, schema, isPlain: true}, members) ?? members[0]
  }
  const view = document.view(schemas)
  if ([...members.keys()].every(key => /^\d+$/.test(key)) && members.size > 0)
    return [...members.values()].map(item => typed(document, view.items, item))
  const entries = [...members].map(([name, inner]) => {
    const others = view.keyword('additionalProperties').filter(each => each.isObject)
    return [name, typed(document, view.properties.get(name)?.schemas ?? others, inner)] as const
  })
  return Object.fromEntries(entries)
}
