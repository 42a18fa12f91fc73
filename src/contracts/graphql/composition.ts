import {composeServices} from '@theguild/federation-composition'
import {Kind} from 'graphql/language/kinds.js'
import type {Problem} from './language.js'
import type {GraphqlSchema} from './schema.js'
import {problemOf} from './validation.js'

/** Puts the subgraphs among the schemas together as a router would, and tells why that is not possible. */
export function compose(schemas: readonly GraphqlSchema[]): readonly Problem[] {
  const subgraphs = schemas.filter(({federation}) => federation.version > 0)
  if (subgraphs.length < 2) return []
  const services = subgraphs.map((schema, index) => ({
    name: `subgraph${index}`,
    url: `http://subgraph${index}`,
    typeDefs: {
      kind: Kind.DOCUMENT as const,
      definitions: schema.files.flatMap(({types, schemas: roots, directives}) => [...roots, ...directives, ...types]),
    },
  }))
  const {errors} = composeServices(services)
  return (errors ?? []).flatMap(error => problemOf(error) ?? [])
}
