import {z} from 'zod'

/** One key that a user may set, as tables show it. */
export interface OptionRow {
  readonly name: string
  /** `text`, `list of text`, `"kebab" or "snake"`, … */
  readonly type: string
  /** As it would be written in YAML; empty when there is none. */
  readonly standard: string
  readonly meaning: string
}

/** The part of JSON Schema that zod writes for our declarations. */
interface Node {
  readonly type?: string
  /** What tables call its type, where the schema says it in a way that nobody reads. */
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly items?: Node | false
  readonly prefixItems?: readonly Node[]
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
}

/** A declaration in zod as JSON Schema. */
export function schemaOf(options: z.ZodType): Node {
  // zod's own type of a JSON Schema allows what draft 4 to 2020-12 allow; the part that it writes for us is a Node.
  return z.toJSONSchema(options, {io: 'input'}) as Node
}

/** Every key below a schema, in the order of the declaration; `<name>` stands for a key that the user chooses. */
export function optionRows(schema: Node, prefix = ''): OptionRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    const name = prefix + key
    if (node.properties) return optionRows(node, `${name}.`)
    const row = {name, type: typeOf(node), standard: written(node.default), meaning: node.description ?? ''}
    const inner = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined
    return inner?.properties ? [row, ...optionRows(inner, `${name}.<name>.`)] : [row]
  })
}

function typeOf(node: Node): string {
  if (node.title !== undefined) return node.title
  if (node.enum) return node.enum.map(value => JSON.stringify(value)).join(' or ')
  if (node.anyOf) return node.anyOf.map(typeOf).join(', or ')
  if (node.prefixItems) return `pair of ${node.prefixItems.map(typeOf).join(' and ')}`
  if (node.type === 'array') return `list of ${node.items ? typeOf(node.items) : 'values'}`
  if (node.type === 'object')
    return typeof node.additionalProperties === 'object' ? `map of ${typeOf(node.additionalProperties)}` : 'map'
  if (node.format === 'uri') return 'URL'
  return (
    {string: 'text', boolean: 'true or false', number: 'number', integer: 'whole number'}[node.type ?? ''] ?? 'value'
  )
}

function written(value: unknown): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? `[${value.map(written).join(', ')}]` : JSON.stringify(value)
}
