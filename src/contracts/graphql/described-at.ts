import type {ASTNode, DefinitionNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {visit} from 'graphql/language/visitor.js'
import {TypeInfo, visitWithTypeInfo} from 'graphql/utilities/TypeInfo.js'
import type {ExecutableSchema} from './language.js'
import type {Place} from './model.js'

/** Finds where a schema describes what a node of an operation asks for: the argument, else the field, else the type. */
export function describedAt(
  definitions: readonly DefinitionNode[],
  schema: ExecutableSchema,
): (at: Place) => Place | undefined {
  const places = new Map<string, Place>()
  const info = new TypeInfo(schema)
  visit(
    {kind: Kind.DOCUMENT, definitions},
    visitWithTypeInfo(info, {
      enter(node) {
        const place = placeIn(info)
        if (place) places.set(keyOf(node), place)
      },
    }),
  )
  return at => ('source' in at ? undefined : places.get(keyOf(at)))
}

/** Validation may see a copy of a node: it stands at the same place. */
function keyOf({kind, loc}: ASTNode): string {
  return `${kind} ${loc?.start}`
}

/** What mesh adds to a schema has no place. */
function placeIn(info: TypeInfo): Place | undefined {
  const parent = info.getParentType()
  const described = [info.getEnumValue(), info.getArgument(), info.getFieldDef(), info.getDirective(), parent]
  return described.map(each => each?.astNode).find(node => node?.loc !== undefined) ?? undefined
}
