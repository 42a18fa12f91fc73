import type {DirectiveNode, NamedTypeNode, NameNode} from 'graphql/language/ast.js'
import type {GraphqlFile} from './file.js'
import {fieldsOf, inputFieldsOf, namedType} from './nodes.js'

/** A use of a type or of a directive. */
export interface Reference {
  /** The name of a type, or of a directive with `@` before it. */
  readonly name: string
  readonly node: NameNode
  /**
   * How it is used: as the type of a value, as an interface or a member, as what is extended, or as a directive; a root
   * is a type in the `schema` definition.
   */
  readonly as: 'type' | 'interface' | 'member' | 'base' | 'directive' | 'root'
  /** The type that it is used in, or the directive with `@`; undefined for the schema itself. */
  readonly by: string | undefined
}

type Applied = {readonly directives?: readonly DirectiveNode[] | undefined}

/** All uses of types and directives in the schema definitions of a file, in the order of the text within a definition. */
export function referencesOf({types, schemas, directives}: Pick<GraphqlFile, 'types' | 'schemas' | 'directives'>) {
  const found: Reference[] = []
  let by: string | undefined
  const use = (node: NameNode, as: Reference['as']) => {
    found.push({name: as === 'directive' ? `@${node.value}` : node.value, node, as, by})
  }
  const apply = ({directives: applied}: Applied) => {
    if (applied) for (const {name} of applied) use(name, 'directive')
  }
  const useAll = (nodes: readonly NamedTypeNode[] | undefined, as: Reference['as']) => {
    if (nodes) for (const {name} of nodes) use(name, as)
  }
  for (const schema of schemas) {
    by = undefined
    apply(schema)
    for (const {type} of schema.operationTypes ?? []) use(type.name, 'root')
  }
  for (const directive of directives) {
    by = `@${directive.name.value}`
    for (const each of directive.arguments ?? []) {
      use(namedType(each.type).name, 'type')
      apply(each)
    }
  }
  for (const type of types) {
    by = type.name.value
    if (type.kind.endsWith('Extension')) use(type.name, 'base')
    apply(type)
    if ('interfaces' in type) useAll(type.interfaces, 'interface')
    if ('types' in type) useAll(type.types, 'member')
    if ('values' in type) for (const value of type.values ?? []) apply(value)
    for (const field of fieldsOf(type)) {
      use(namedType(field.type).name, 'type')
      apply(field)
      for (const each of field.arguments ?? []) {
        use(namedType(each.type).name, 'type')
        apply(each)
      }
    }
    for (const field of inputFieldsOf(type)) {
      use(namedType(field.type).name, 'type')
      apply(field)
    }
  }
  return found
}
