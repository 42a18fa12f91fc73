import type {ConstDirectiveNode, ConstValueNode} from 'graphql/language/ast.js'
import type {GraphqlFile} from './file.js'
import type {GraphqlType} from './schema.js'

/** A specification whose directives and types a schema takes over by `@link`. */
export interface Link {
  readonly node: ConstDirectiveNode
  /** Last part of its address before the version: `federation`. */
  readonly feature: string
  /** `2.5`; empty when its address has none. */
  readonly version: string
  /** Whether it is one that the makers of federation describe. */
  readonly isFederation: boolean
  /** What stands before `__` in names that are not imported. */
  readonly prefix: string
  /** Name in the specification by the name that it has here; directives have `@` before both. */
  readonly imported: ReadonlyMap<string, string>
}

/** How a schema takes part in a graph of several. */
export interface Federation {
  /** 0 when it is a schema of its own. */
  readonly version: 0 | 1 | 2
  readonly links: readonly Link[]
  /** The link to the specification of federation itself. */
  readonly link: Link | undefined
  /**
   * What a name of the schema means in the specification of federation: `key` for `key`, `federation__key` and whatever
   * it is imported as; undefined for all other names. Names are those of directives, without `@`.
   */
  meaning(directive: string): string | undefined
}

const firstVersion: ReadonlySet<string> = new Set(['key', 'external', 'requires', 'provides', 'extends'])

/** Reads how a schema takes part in a federated graph from its `@link`s, or from the directives that it uses. */
export function federationOf(files: readonly GraphqlFile[], types: ReadonlyMap<string, GraphqlType>): Federation {
  const links = files.flatMap(file =>
    file.schemas.flatMap(({directives}) => (directives ?? []).flatMap(node => linkOf(node) ?? [])),
  )
  const link = links.find(({feature, isFederation}) => isFederation && feature === 'federation')
  if (link !== undefined) {
    const meaning = (directive: string) => {
      const imported = link.imported.get(`@${directive}`)
      if (imported !== undefined) return imported.slice(1)
      const start = `${link.prefix}__`
      return directive.startsWith(start) ? directive.slice(start.length) : undefined
    }
    return {version: 2, links, link, meaning}
  }
  const defined = new Set(files.flatMap(({directives}) => directives.map(({name}) => name.value)))
  const isFirst = files.some(({references}) =>
    references.some(({as, node}) => as === 'directive' && node.value === 'key' && !defined.has('key')),
  )
  const version = isFirst || types.has('_Service') ? 1 : 0
  return {
    version,
    links,
    link: undefined,
    meaning: directive => (version === 1 && firstVersion.has(directive) ? directive : undefined),
  }
}

function linkOf(node: ConstDirectiveNode): Link | undefined {
  const url = argument(node, 'url')
  // `@link` itself may be renamed; nothing else takes an address of this form.
  if (url?.kind !== 'StringValue' || !/link/i.test(node.name.value)) return undefined
  const parts = url.value.replace(/\/+$/, '').split('/')
  const last = parts.at(-1) ?? ''
  const version = /^v(\d+(?:\.\d+)*)/.exec(last)?.[1]
  const feature = (version === undefined ? last : parts.at(-2)) ?? ''
  const as = argument(node, 'as')
  const list = argument(node, 'import')
  return {
    node,
    feature,
    version: version ?? '',
    isFederation: /^https?:\/\/specs\.apollo\.dev\//.test(url.value),
    prefix: as?.kind === 'StringValue' ? as.value : feature,
    imported: new Map((list?.kind === 'ListValue' ? list.values : []).map(importOf).filter(each => each !== undefined)),
  }
}

/** `"@key"`, or `{name: "@key", as: "@primaryKey"}`. */
function importOf(value: ConstValueNode): [string, string] | undefined {
  if (value.kind === 'StringValue') return [value.value, value.value]
  if (value.kind !== 'ObjectValue') return undefined
  const text = (key: string) => {
    const found = value.fields.find(({name}) => name.value === key)?.value
    return found?.kind === 'StringValue' ? found.value : undefined
  }
  const name = text('name')
  return name === undefined ? undefined : [text('as') ?? name, name]
}

/** The value of an argument of a directive. */
export function argument(node: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return node.arguments?.find(each => each.name.value === name)?.value
}
