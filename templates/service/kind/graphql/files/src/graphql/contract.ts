import {readFileSync} from 'node:fs'
import {buildFederationSchema} from '@mercuriusjs/federation'
import {type GraphQLSchema, isObjectType, Kind, parse, GraphQLSchema as Schema, valueFromASTUntyped} from 'graphql'
import {type GraphqlLimits, standardGraphqlLimits} from './limits.js'

/** What contracts/schema.graphql says. */
export interface GraphqlContract {
  readonly schema: GraphQLSchema
  /** Those that `@meshLimits` declares. */
  readonly limits: Pick<GraphqlLimits, 'depth' | 'complexity' | 'aliases'>
}

/** Reads the schema as a subgraph of a federation, with `_service` and `_entities`; nothing has code yet. */
export function readGraphqlContract(file: URL): GraphqlContract {
  const text = readFileSync(file, 'utf8')
  const document = parse(text)
  const declared = document.definitions.flatMap(definition =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? [definition] : [],
  )
  const limits = declared.flatMap(({directives = []}) => directives.filter(({name}) => name.value === 'meshLimits'))
  const limit = (name: string): number | undefined => {
    const value = limits[0]?.arguments?.find(argument => argument.name.value === name)?.value
    return value && Number(valueFromASTUntyped(value))
  }
  const {depth, complexity, aliases} = standardGraphqlLimits
  return {
    // The package takes the root types by their usual names only.
    schema: withRoots(
      buildFederationSchema(text),
      declared.flatMap(({operationTypes = []}) => operationTypes.map(each => [each.operation, each.type.name.value])),
    ),
    limits: {depth: limit('maxDepth') ?? depth, complexity: limit('maxComplexity') ?? complexity, aliases},
  }
}

function withRoots(schema: GraphQLSchema, named: readonly (readonly string[])[]): GraphQLSchema {
  const roots = named.map(([operation = '', name = '']) => {
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(`The schema names "${name}" for ${operation}, which is no object type.`)
    return [operation, type]
  })
  return new Schema({...schema.toConfig(), ...Object.fromEntries(roots)})
}
