import {type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType} from 'graphql'
import {createValidators} from '../platform/contract/validators.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import {watched} from '../web-socket/watched.js'
import {argumentCheck, type CheckArguments} from './constraints.js'
import {mutation} from './mutation.js'
import type {OperationContext} from './operation-context.js'
import type {Resolver, Resolvers} from './resolver.js'

type Field = GraphQLField<unknown, OperationContext>

/** Gives the fields of a schema their code: a field of a root without code, or code without a field, does not start. */
export function attachResolvers(schema: GraphQLSchema, resolvers: Resolvers, keys: IdempotencyStore): void {
  const validators = createValidators([])
  const roots = {
    query: schema.getQueryType()?.name ?? 'Query',
    mutation: schema.getMutationType()?.name ?? 'Mutation',
    watching: schema.getSubscriptionType()?.name ?? 'Subscription',
  }
  demandCode(schema, roots.query, resolvers.fields[roots.query] ?? {})
  demandCode(schema, roots.mutation, resolvers.mutations)
  demandCode(schema, roots.watching, resolvers.watchers)

  for (const [typeName, fields] of Object.entries(resolvers.fields)) {
    for (const [name, run] of Object.entries(fields)) {
      const field = fieldOf(schema, typeName, name)
      field.resolve = plain(run, argumentCheck(field.args, validators))
    }
  }
  for (const [name, run] of Object.entries(resolvers.mutations)) {
    const field = fieldOf(schema, roots.mutation, name)
    field.resolve = mutation(plain(run, argumentCheck(field.args, validators)), keys)
  }
  for (const [name, run] of Object.entries(resolvers.watchers)) {
    const field = fieldOf(schema, roots.watching, name)
    const check = argumentCheck(field.args, validators)
    field.subscribe = (_source, args, context) => {
      check?.(args)
      return watched(signal => run(args, context, signal))
    }
    field.resolve = (event, _args, context) => {
      // What was read for the last event may have changed since.
      context.forget()
      return event
    }
  }
  checkReferences(schema, Object.keys(resolvers.entities))
  for (const [name, find] of Object.entries(resolvers.entities)) {
    const type: GraphQLObjectType & {resolveReference?: Resolver} = objectType(schema, name)
    // Where @mercuriusjs/federation looks for it. It writes the name of the type onto what it gets: a copy, therefore.
    type.resolveReference = async (reference, _none, context) => {
      const {id} = reference as {readonly id?: unknown} // Any object, as the router has sent it.
      const found = typeof id === 'string' ? await find(id, context) : undefined
      return found ? {...found} : null
    }
  }
}

/** What a router asks for at once. */
const mostReferences = 1000

/** Refuses references to what is no entity here: @mercuriusjs/federation takes that for an error of ours. */
function checkReferences(schema: GraphQLSchema, entities: readonly string[]): void {
  const field = schema.getQueryType()?.getFields()['_entities']
  const {resolve} = field ?? {}
  if (!field || !resolve) return
  field.resolve = (source, args, context, info) => {
    const references: readonly unknown[] = args['representations']
    if (references.length > mostReferences) {
      throw new ApiError('VALIDATION_FAILED', `At most ${mostReferences} "representations" are looked up at once.`)
    }
    for (const reference of references) {
      const name: unknown = typeof reference === 'object' && reference && Reflect.get(reference, '__typename')
      if (typeof name === 'string' && entities.includes(name)) continue
      throw new ApiError('VALIDATION_FAILED', `"${name}" is no entity of this service.`, {field: 'representations'})
    }
    return resolve(source, args, context, info)
  }
}

function plain(run: Resolver, check: CheckArguments | undefined): NonNullable<Field['resolve']> {
  if (!check) return (source, args, context) => run(source, args, context)
  return (source, args, context) => {
    check(args)
    return run(source, args, context)
  }
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name)
  if (!isObjectType(type)) throw new Error(`There is code for "${name}", which the schema lacks.`)
  return type
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): Field {
  const field = objectType(schema, typeName).getFields()[name]
  if (!field) throw new Error(`There is code for "${typeName}.${name}", which the schema lacks.`)
  return field
}

function demandCode(schema: GraphQLSchema, typeName: string, written: Readonly<Record<string, unknown>>): void {
  const type = schema.getType(typeName)
  const names = isObjectType(type) ? Object.keys(type.getFields()) : []
  // What begins with an underscore is of the federation.
  const missing = names.filter(name => !name.startsWith('_') && !(name in written))
  if (missing.length > 0) throw new Error(`"${typeName}" has fields without code: ${missing.join(', ')}.`)
}
