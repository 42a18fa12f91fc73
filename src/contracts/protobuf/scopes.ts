import type {ProtobufFile} from './file.js'
import type {Enum, Field, Message, Service} from './nodes.js'

/** What the name of a type or of an option can mean; a field is one of an extension. */
export type Meaning = Message | Enum | Service | Field

/** A package, spread over any number of files, with what is declared directly in it. */
export class PackageScope {
  readonly packages = new Map<string, PackageScope>()
  readonly members = new Map<string, Meaning[]>()

  constructor(readonly parent: PackageScope | undefined) {}

  /** The package of a name below this one, made when it is new. */
  within(name: string): PackageScope {
    if (name === '') return this
    let scope: PackageScope = this
    for (const part of name.split('.')) {
      const known: PackageScope | undefined = scope.packages.get(part)
      const inner: PackageScope = known ?? new PackageScope(scope)
      if (known === undefined) scope.packages.set(part, inner)
      scope = inner
    }
    return scope
  }

  /** Enters everything that a file declares at its top. */
  enter(file: ProtobufFile): void {
    for (const message of file.messages) if (message.parent === file) this.#add(message)
    for (const each of file.enums) if (each.parent === file) this.#add(each)
    for (const service of file.services) this.#add(service)
    for (const extend of file.extends) if (extend.parent === file) for (const field of extend.fields) this.#add(field)
  }

  #add(member: Meaning): void {
    const others = this.members.get(member.name)
    if (others === undefined) this.members.set(member.name, [member])
    else others.push(member)
  }
}

/** What is declared directly in a message and can be named: other messages, enums and fields of extensions. */
export function memberOf(message: Message, name: string): Meaning | undefined {
  for (const each of message.messages) if (each.name === name) return each
  for (const each of message.enums) if (each.name === name) return each
  for (const extend of message.extends) for (const each of extend.fields) if (each.name === name) return each
  return undefined
}
