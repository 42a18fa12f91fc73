import {composeServices} from '@theguild/federation-composition'
import {Kind} from 'graphql/language/kinds.js'
import type {Problem} from './language.js'
import type {Place} from './model.js'
import type {GraphqlSchema} from './schema.js'
import {type Supergraph, supergraphsOf} from './supergraphs.js'
import {problemOf} from './validation.js'

/** What rules about one subgraph tell already. */
const toldElsewhere = /^(?:KEY|REQUIRES|PROVIDES)_INVALID_FIELDS$|^INVALID_GRAPHQL$/

/** Puts the subgraphs among the schemas together as their routers would, and tells why that is not possible. */
export function compose(schemas: readonly GraphqlSchema[]): readonly Problem[] {
  return supergraphsOf(schemas).flatMap(composeOne)
}

function composeOne(subgraphs: Supergraph): readonly Problem[] {
  // One with faults of its own fits nobody; those are told by other rules.
  if (subgraphs.length < 2 || !subgraphs.every(isSound)) return []
  const services = subgraphs.map((schema, index) => ({
    // A subgraph is called by its file, which is what the reader of a finding looks for.
    name: schema.files[0]?.source.path ?? `${index}`,
    url: `http://subgraph${index}`,
    typeDefs: {
      kind: Kind.DOCUMENT as const,
      definitions: schema.files.flatMap(({types, schemas: roots, directives}) => [...roots, ...directives, ...types]),
    },
  }))
  const {errors} = composeServices(services)
  return (errors ?? []).flatMap(error => {
    if (toldElsewhere.test(String(error.extensions['code']))) return []
    return problemOf(error) ?? placed(error.message, subgraphs)
  })
}

function isSound({isComplete, problems: {undefinedNames, faults}}: GraphqlSchema): boolean {
  return isComplete && undefinedNames.length === 0 && faults.size === 0
}

/** An error about several subgraphs has no place: it is told where the first of them declares what it is about. */
function placed(message: string, subgraphs: readonly GraphqlSchema[]): Problem[] {
  const sentence = message.endsWith('.') ? message : `${message}.`
  for (const [, type = '', field] of message.matchAll(/"(\w+)(?:\.(\w+))?[^"]*"/g)) {
    const [at, ...others] = subgraphs.flatMap(schema => declared(schema, type, field) ?? [])
    if (at !== undefined)
      return [
        {at, message: sentence, related: others.map(place => ({at: place, message: 'Another subgraph has it here'}))},
      ]
  }
  const at = subgraphs.flatMap(({files}) => files.flatMap(({definitions}) => definitions))[0]
  return at === undefined ? [] : [{at, message: sentence, related: []}]
}

function declared(schema: GraphqlSchema, typeName: string, field: string | undefined): Place | undefined {
  const type = schema.type(typeName)
  if (type === undefined || field === undefined) return type?.parts[0]
  const values = type.parts.flatMap(part => ('values' in part ? (part.values ?? []) : []))
  return type.fields.get(field) ?? type.inputs.get(field) ?? values.find(({name}) => name.value === field)
}
