import type {Option, Rpc, Value} from './nodes.js'
import {extensionOptions} from './option-lookup.js'

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

/** One way to call an rpc by HTTP, as `google.api.http` has it. */
export interface HttpBinding {
  readonly option: Option
  /** In small letters; one of its own for `custom`. */
  readonly method: string
  /** The value that holds the template of the path. */
  readonly path: Value
  /** The name of the field that is the body, `*` for all that are not in the path; undefined for none. */
  readonly body: Value | undefined
}

/** The ways to call an rpc by HTTP, the main one first; none when it has no annotation. */
export function httpBindings(rpc: Rpc): readonly HttpBinding[] {
  const options = extensionOptions(rpc, 'google.api.http')
  const whole = options.filter(({value}) => value.kind === 'message').flatMap(each => bindingsIn(each, each.value))
  // `option (google.api.http).get = "…";` sets one member at a time.
  const members = new Map(options.map(option => [option.name.slice(option.name.lastIndexOf(')') + 2), option]))
  const parts = methods.flatMap(method => {
    const option = members.get(method)
    return option === undefined ? [] : {option, method, path: option.value, body: members.get('body')?.value}
  })
  return [...whole, ...parts]
}

function bindingsIn(option: Option, value: Value): HttpBinding[] {
  const own: HttpBinding[] = methods.flatMap(method => {
    const path = value.get(method)
    return path === undefined ? [] : {option, method, path, body: value.get('body')}
  })
  const custom = value.get('custom')
  const path = custom?.get('path')
  if (path !== undefined)
    own.push({option, method: (custom?.get('kind')?.text ?? '').toLowerCase(), path, body: value.get('body')})
  const more = value.members.filter(({name}) => name === 'additional_bindings')
  return [...own, ...more.flatMap(member => inner(member.value).flatMap(each => bindingsIn(option, each)))]
}

/** A member may be repeated, or hold a list. */
function inner(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value]
}
