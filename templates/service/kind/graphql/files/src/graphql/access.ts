import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  isObjectType,
  separateOperations,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import {missingScopes, type Requirement} from '../platform/auth/access.js'
import {denied} from '../platform/auth/denied.js'
import type {Identity} from '../platform/auth/identity.js'

/** Throws PERMISSION_DENIED when an operation asks for something that its caller may not have. */
export type CheckAccess = (document: DocumentNode, operationName: string | null | undefined, identity: Identity) => void

/** One of these ways must be open to the caller. */
type Ways = readonly Requirement[]

/**
 * Permissions as the schema demands them by `@requiresScopes`, on a field or on the type that the field belongs to. Deny by
 * default: a schema with a query or mutation that demands nothing does not start.
 */
export function createAccessCheck(schema: GraphQLSchema): CheckAccess {
  demandAll(schema)
  const demands = new WeakMap<DocumentNode, ReadonlyMap<string, readonly Ways[]>>()
  return (document, operationName, identity) => {
    const known = demands.get(document) ?? demandsOf(schema, document)
    demands.set(document, known)
    // Without a name there is only one.
    const [only = []] = known.values()
    for (const ways of (operationName ? known.get(operationName) : only) ?? []) {
      const missing = missingScopes(identity, ways)
      if (missing?.length === 0) continue
      const scope = missing ? `, scope="${missing.join(' ')}"` : ''
      throw denied({'www-authenticate': `Bearer error="insufficient_scope"${scope}`})
    }
  }
}

function demandsOf(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, readonly Ways[]> {
  const operations = Object.entries(separateOperations(document))
  return new Map(
    operations.map(([name, alone]) => {
      const found = new Set<Ways>()
      const types = new TypeInfo(schema)
      visit(
        alone,
        visitWithTypeInfo(types, {
          Field() {
            const parent = types.getParentType()
            const nodes = [types.getFieldDef()?.astNode, parent?.astNode, ...(parent?.extensionASTNodes ?? [])]
            for (const node of nodes) for (const ways of node ? waysOf(node) : []) found.add(ways)
          },
        }),
      )
      return [name, [...found]]
    }),
  )
}

const read = new WeakMap<ASTNode, readonly Ways[]>()

/** What the directives of a field or type demand, each of them. */
function waysOf(node: ASTNode & {readonly directives?: readonly ASTNode[]}): readonly Ways[] {
  const known = read.get(node)
  if (known) return known
  const ways = (node.directives ?? []).flatMap(directive => {
    if (directive.kind !== 'Directive' || directive.name.value !== 'requiresScopes') return []
    const value = directive.arguments?.find(({name}) => name.value === 'scopes')?.value
    // GraphQL has the list of alternatives, each a list of scopes; the build of the schema does not look at directives.
    const alternatives: unknown = value && valueFromASTUntyped(value)
    if (!Array.isArray(alternatives)) throw new Error('"@requiresScopes" needs "scopes": a list of lists of scopes.')
    return [alternatives.flatMap(scopes => bothSchemes(Array.isArray(scopes) ? scopes.map(String) : [String(scopes)]))]
  })
  read.set(node, ways)
  return ways
}

function bothSchemes(scopes: readonly string[]): readonly Requirement[] {
  return [
    {scheme: 'bearer', scopes},
    {scheme: 'apiKey', scopes},
  ]
}

function demandAll(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (!isObjectType(root)) continue
    for (const {name, astNode} of Object.values(root.getFields())) {
      // Those of the federation: the one tells the schema, the other leads to types that say themselves what they demand.
      if (name.startsWith('_')) continue
      if (!astNode || waysOf(astNode).length === 0) {
        throw new Error(`"${root.name}.${name}" must say who may ask for it: @requiresScopes(scopes: [["…"]]).`)
      }
    }
  }
}
