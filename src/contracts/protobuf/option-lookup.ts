import type {Option, Value} from './nodes.js'

interface HasOptions {
  readonly options: readonly Option[]
}

/** The option of a name: the last one, which is the one that counts. */
export function optionOf({options}: HasOptions, name: string): Option | undefined {
  return options.findLast(option => option.name === name)
}

/** Whether an option is there and true. */
export function isSet(node: HasOptions, name: string): boolean {
  return optionOf(node, name)?.value.text === 'true'
}

/** Options of an extension and of what is in it, as `(google.api.http)` and `(google.api.http).get`. */
export function extensionOptions({options}: HasOptions, extension: string): readonly Option[] {
  return options.filter(({name}) => {
    const inner = name.startsWith('(.') ? `(${name.slice(2)}` : name
    return inner === `(${extension})` || inner.startsWith(`(${extension}).`)
  })
}

/** All strings in a value, those of nested messages and lists included. */
export function stringsIn(value: Value): readonly Value[] {
  if (value.kind === 'string') return [value]
  return [...value.items, ...value.members.map(member => member.value)].flatMap(stringsIn)
}
