import type {TypeNode} from 'graphql/language/ast.js'
import {namedType, shownType} from './nodes.js'
import {scalarTypesOf} from './scalars.js'
import type {GraphqlSchema} from './schema.js'

/**
 * Whether a type is what pages demand of it, such as `Int`, `PageInfo!` or `String`. What is text there is a cursor, and
 * for that Relay takes any scalar that is written as a string: `ID`, or one of the schema's own.
 */
export function fitsPages(type: TypeNode, wanted: string, schema: GraphqlSchema | undefined): boolean {
  const written = shownType(type)
  if (written === wanted) return true
  const {value: name} = namedType(type).name
  return wanted.startsWith('String') && written === wanted.replace('String', name) && isText(name, schema)
}

/** A type that is not found may be one, too; that it is not found is told elsewhere. */
function isText(name: string, schema: GraphqlSchema | undefined): boolean {
  const [known = 'string'] = scalarTypesOf(name)
  return known === 'string' && (schema?.type(name)?.kind ?? 'scalar') === 'scalar'
}
