import type {
  ConstDirectiveNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  NamedTypeNode,
  TypeDefinitionNode,
  TypeExtensionNode,
  TypeNode,
} from 'graphql/language/ast.js'

/** A definition of a type or an extension of one. */
export type TypePart = TypeDefinitionNode | TypeExtensionNode

export type TypeKind = 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar'

const kinds = {
  ObjectTypeDefinition: 'object',
  ObjectTypeExtension: 'object',
  InterfaceTypeDefinition: 'interface',
  InterfaceTypeExtension: 'interface',
  UnionTypeDefinition: 'union',
  UnionTypeExtension: 'union',
  EnumTypeDefinition: 'enum',
  EnumTypeExtension: 'enum',
  InputObjectTypeDefinition: 'input',
  InputObjectTypeExtension: 'input',
  ScalarTypeDefinition: 'scalar',
  ScalarTypeExtension: 'scalar',
} as const satisfies Record<TypePart['kind'], TypeKind>

/** The kind of type that a definition or an extension is about. */
export function kindOf(part: TypePart): TypeKind {
  return kinds[part.kind]
}

/** Whether it adds to a type that is defined elsewhere. */
export function isExtension(part: TypePart): boolean {
  return part.kind.endsWith('Extension')
}

/** The fields of an object type or an interface; none for other types. */
export function fieldsOf(type: TypePart): readonly FieldDefinitionNode[] {
  switch (type.kind) {
    case 'ObjectTypeDefinition':
    case 'ObjectTypeExtension':
    case 'InterfaceTypeDefinition':
    case 'InterfaceTypeExtension':
      return type.fields ?? []
    default:
      return []
  }
}

/** The fields of an input type; none for other types. */
export function inputFieldsOf(type: TypePart): readonly InputValueDefinitionNode[] {
  return type.kind === 'InputObjectTypeDefinition' || type.kind === 'InputObjectTypeExtension'
    ? (type.fields ?? [])
    : []
}

/** A directive that is applied to a node; undefined when it is not. */
export function directiveOf(
  node: {readonly directives?: readonly ConstDirectiveNode[] | undefined},
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find(each => each.name.value === name)
}

/** What is left of a type without its lists and exclamation marks. */
export function namedType(type: TypeNode): NamedTypeNode {
  let inner = type
  while (inner.kind !== 'NamedType') inner = inner.type
  return inner
}

/** A type without the exclamation mark behind it. */
export function nullable(type: TypeNode): TypeNode {
  return type.kind === 'NonNullType' ? type.type : type
}

/** A type as it is written: `[User!]!`. */
export function shownType(type: TypeNode): string {
  if (type.kind === 'NonNullType') return `${shownType(type.type)}!`
  return type.kind === 'ListType' ? `[${shownType(type.type)}]` : type.name.value
}

/** Whether a type is a list, be it nullable or not. */
export function isList(type: TypeNode): boolean {
  return type.kind === 'ListType' || (type.kind === 'NonNullType' && type.type.kind === 'ListType')
}

/** Whether the values of an enum of this name are codes of errors. */
export function isErrorCodes(name: string): boolean {
  return /Error(?:Code|Codes|Reason)$/.test(name)
}
