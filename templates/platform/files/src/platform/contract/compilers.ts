import type {FastifySchemaCompiler, FastifyServerOptions} from 'fastify'
import type {FastifySerializerCompiler} from 'fastify/types/schema.js'
import type {JsonObject} from './document.js'
import {createSerializers} from './serializers.js'
import {createValidators, type Validators} from './validators.js'

type Compilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

/** For routes with schemas that are in no contract. Fastify has its own, which it would load at every start. */
export const compilers = {
  buildValidator: (shared: Record<string, JsonObject>) => validatorCompiler(createValidators(Object.values(shared))),
  buildSerializer: (shared: Record<string, JsonObject>) => serializerCompiler(Object.values(shared)),
} as unknown as Compilers // They are written for what Fastify's own take, of which we need less.

/** Fastify hands over schemas as they were given to a route. */
export function validatorCompiler({body, parameters}: Validators): FastifySchemaCompiler<JsonObject> {
  return ({schema, httpPart}) => (httpPart === 'body' ? body(schema) : parameters(schema))
}

export function serializerCompiler(shared: readonly JsonObject[]): FastifySerializerCompiler<JsonObject> {
  const serializer = createSerializers(shared)
  return ({schema}) => serializer(schema)
}
