import {didYouMean} from '../../../core/suggest.js'
import type {Problem} from '../../json/problem.js'
import type {JsonNode} from '../model.js'
import {type Holding, membersOf} from './members.js'
import {scalars} from './scalars.js'
import {type Shape, type Shapes, securitySchemes, shapes2, shapes3} from './shapes.js'

/** What to write instead of what the other major version calls differently. */
const advice: Readonly<Record<string, string>> = {
  publish: 'write an operation with "action: receive"',
  subscribe: 'write an operation with "action: send"',
  message: 'name the "messages" of its channel',
  url: 'write "host" and "pathname"',
  operationId: 'the key of an operation is its id',
  messageId: 'the key of a message is its id',
  schemaFormat: 'write it into "payload", beside "schema"',
  schema: 'write "enum", "default" and "examples"; a parameter is always a string',
  host: 'write "url"',
  pathname: 'write "url"',
}

/** Members that hold a map: what is in there is called by its key. */
const mapNames: ReadonlySet<string> = new Set(
  [shapes2, shapes3]
    .flatMap(shapes => Object.values(shapes))
    .flatMap(shape => [...membersOf(shape).values()])
    .flatMap(({name, holding}) => (holding.how === 'map' ? name : [])),
)

/** Judges objects of a document by the shapes that the specification gives them, each of them once. */
export class ObjectCheck {
  readonly problems: Problem[] = []
  readonly #shapes: Shapes
  readonly #others: Shapes
  readonly #seen = new Map<unknown, Set<string>>()

  /** `minor` counts in 2.x, where members were added from version to version. */
  constructor(
    readonly major: '2' | '3',
    readonly minor: number,
    readonly follow: (node: JsonNode) => JsonNode | undefined,
  ) {
    this.#shapes = major === '2' ? shapes2 : shapes3
    this.#others = major === '2' ? shapes3 : shapes2
  }

  /** Judges what stands at a place by the name of its shape or the word for its value. */
  judge(use: JsonNode, {how, what}: Holding): void {
    if (how === 'one') this.#judgeOne(use, what)
    else if (how === 'list' ? !use.isArray : !use.isObject)
      this.#tell(use, `${this.#titleOf(use, '')} must be ${how === 'list' ? 'an array' : 'an object'}${found(use)}.`)
    else
      for (const child of use.children())
        if (how === 'list' || !child.name.startsWith('x-')) this.#judgeOne(child, what)
  }

  #judgeOne(use: JsonNode, what: string): void {
    if (what.startsWith("'")) {
      this.#judgeWord(use, what)
      return
    }
    if (what !== 'reference' && use.ref !== undefined && this.#isOfOtherKind(use, what)) return
    // What a lost reference leads to is told as such.
    const node = what === 'reference' ? use : this.follow(use)
    if (!node || this.#wasSeen(node, what)) return
    const check = scalars[what]
    if (!check) {
      this.#judgeObject(node, what)
      return
    }
    const wanted = check(node)
    if (wanted !== undefined) this.#tell(node, `${this.#titleOf(node, what)} must be ${wanted}${found(node)}.`)
    else if (what === 'schema' && this.major === '3' && node.get('schema')) this.#judgeObject(node, 'MultiFormatSchema')
  }

  #judgeObject(node: JsonNode, what: string): void {
    const title = this.#titleOf(node, what)
    const several = what === 'Message' && this.major === '2' ? node.get('oneOf') : undefined
    if (!node.isObject) this.#tell(node, `${title} must be an object${found(node)}.`)
    else if (what.endsWith('Bindings')) this.#judgeBindings(node, what)
    else if (several) this.judge(several, {how: 'list', what})
    else this.#judgeShaped(node, what, title)
  }

  /** Protocols have bindings of their own; those of Kafka are known here. */
  #judgeBindings(node: JsonNode, what: string): void {
    const known = membersOf(this.#shapes[what] ?? {})
    for (const protocol of node.children())
      if (!protocol.name.startsWith('x-')) this.#judgeOne(protocol, known.get(protocol.name)?.holding.what ?? 'map')
  }

  #judgeShaped(node: JsonNode, what: string, title: string): void {
    if (what === 'MessageExample' && !node.get('payload') && !node.get('headers'))
      this.#tell(node, `${title} must have "payload" or "headers".`)
    const shape = what === 'SecurityScheme' ? schemeShape(node) : this.#shapes[what]
    if (shape) this.#judgeMembers(node, shape, what, title)
  }

  #judgeMembers(node: JsonNode, shape: Shape, what: string, title: string): void {
    const members = membersOf(shape)
    for (const {name, required} of members.values())
      if (required && !node.get(name))
        this.problems.push({at: {node, on: 'key'}, message: `${title} must have "${name}".`})
    for (const child of node.children()) {
      const {name} = child
      if (name.startsWith('x-')) continue
      if (name === '$ref') {
        this.#judgeOne(child, 'text')
        continue
      }
      const member = members.get(name)
      if (member && member.since <= this.minor) this.judge(child, member.holding)
      else {
        const problem = member
          ? `has "${name}", which AsyncAPI has from 2.${member.since} on`
          : this.#strangeMember(name, what, members.keys())
        this.problems.push({
          at: {node: child, on: 'key'},
          message: `${title} ${problem}${/[.?]$/.test(problem) ? '' : '.'}`,
        })
      }
    }
  }

  #strangeMember(name: string, what: string, known: Iterable<string>): string {
    const other = this.#others[what]
    if (!other || !membersOf(other).has(name)) return `may not have "${name}".${didYouMean(name, [...known])}`
    const instead = Object.hasOwn(advice, name) ? `; ${advice[name]}` : ''
    return this.major === '2'
      ? `has "${name}", which AsyncAPI has from 3.0 on${instead}`
      : `has "${name}", which AsyncAPI 3 does not know${instead}`
  }

  #judgeWord(node: JsonNode, words: string): void {
    const allowed = words.split(' | ').map(word => word.slice(1, -1))
    if (allowed.includes(node.text ?? '')) return
    const wanted = allowed.map(word => `"${word}"`).join(' or ')
    this.#tell(
      node,
      `${this.#titleOf(node, '')} must be ${wanted}, not "${node.shown}".${didYouMean(node.shown, allowed)}`,
    )
  }

  /** Tells of a reference into the wrong section of `components`. */
  #isOfOtherKind(use: JsonNode, what: string): boolean {
    const [top, section, name, ...rest] = this.follow(use)?.keys ?? []
    if (top !== 'components' || name === undefined || rest.length > 0) return false
    const sections = [...membersOf(this.#shapes['Components'] ?? {}).values()]
    const holds = sections.find(each => each.name === section)?.holding.what
    const wanted = sections.find(({holding}) => holding.what === what)?.name
    if (holds === undefined || holds === what || wanted === undefined) return false
    const message = `"${name}" is one of the "${section}" of "components", but one of its "${wanted}" belongs here.`
    this.#tell(use.get('$ref') ?? use, message)
    return true
  }

  #wasSeen({value}: JsonNode, what: string): boolean {
    if (typeof value !== 'object' || value === null) return false
    const known = this.#seen.get(value)
    if (known?.has(what)) return true
    if (known) known.add(what)
    else this.#seen.set(value, new Set([what]))
    return false
  }

  /** `Channel "orders"`, `Item 2 of "tags"`, or `"info"` for what there is one of. */
  #titleOf(node: JsonNode, what: string): string {
    const {key, parent} = node
    if (key === undefined || !parent) return 'The document'
    if (typeof key === 'number') return `Item ${key + 1} of "${parent.name}"`
    if (this.#shapes[what] === undefined && what !== 'SecurityScheme') {
      if (parent.key === undefined) return `"${key}"`
      return typeof parent.key === 'number' ? `"${key}" of item ${parent.key + 1}` : `"${key}" of "${parent.key}"`
    }
    const isEntry = mapNames.has(String(parent.key))
    const noun = what.replace(/(?!^)[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
    return isEntry ? `${noun} "${key}"` : `"${key}"`
  }

  #tell(at: JsonNode, message: string): void {
    this.problems.push({at, message})
  }
}

/** What a security scheme has to say depends on its type; one that is unknown is told as such. */
function schemeShape(node: JsonNode): Shape {
  const type = node.get('type')?.text
  const own = type !== undefined && Object.hasOwn(securitySchemes, type) ? securitySchemes[type] : undefined
  const types = Object.keys(securitySchemes).map(each => `'${each}'`)
  // What stands beside a type that nobody knows cannot be judged.
  const rest = own ?? Object.fromEntries(node.children().map(({name}) => [name, 'any']))
  return {...rest, description: 'text', 'type!': types.join(' | ')}
}

function found(node: JsonNode): string {
  const {value} = node
  if (value === null) return ', but it is empty'
  if (typeof value === 'object') return ''
  return `, not ${JSON.stringify(value)}`
}
