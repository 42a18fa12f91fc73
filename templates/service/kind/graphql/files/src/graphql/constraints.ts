import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  valueFromASTUntyped,
} from 'graphql'
import type {JsonObject} from '../platform/contract/document.js'
import type {Validators} from '../platform/contract/validators.js'
import {explainViolations, type Violation} from '../platform/errors/violations.js'

/** Throws the ApiError that lists everything in the arguments of a field that `@constraint` forbids. */
export type CheckArguments = (args: unknown) => void

/**
 * The check of a field's arguments; undefined when there is nothing to check. GraphQL has seen to the types; a schema of
 * JSON sees to the rest, so that a violation is told in the same words in every interface.
 */
export function argumentCheck(args: readonly GraphQLArgument[], validators: Validators): CheckArguments | undefined {
  const schema = schemaOf(args)
  if (!schema) return undefined
  const validate = validators.body(schema)
  return given => {
    if (validate(given)) return
    throw explainViolations((validate.errors ?? []).map(withoutInput), 'body')
  }
}

/** A mutation has one argument, `input`; its callers speak of what is in there. */
function withoutInput({instancePath, ...violation}: Violation): Violation {
  return {...violation, instancePath: instancePath.replace(/^\/input(?=\/)/, '')}
}

function schemaOf(inputs: readonly (GraphQLArgument | GraphQLInputField)[]): JsonObject | undefined {
  const properties = inputs.flatMap(({name, type, astNode}) => {
    const own = astNode?.directives?.find(directive => directive.name.value === 'constraint')
    const limits = (own?.arguments ?? []).map(({name, value}) => [name.value, valueFromASTUntyped(value)])
    const schema = {...Object.fromEntries(limits), ...inner(type)}
    return Object.keys(schema).length > 0 ? [[name, {...typeOf(limits), ...schema}]] : []
  })
  return properties.length > 0 ? {type: 'object', properties: Object.fromEntries(properties)} : undefined
}

/** What is within a value: the fields of an object, the items of a list. */
function inner(type: GraphQLInputType): JsonObject {
  if (isNonNullType(type)) return inner(type.ofType)
  if (isInputObjectType(type)) {
    const fields = schemaOf(Object.values(type.getFields()))
    return fields ? {...fields, type: ['object', 'null']} : {}
  }
  if (!isListType(type)) return {}
  const items = inner(type.ofType)
  return Object.keys(items).length > 0 ? {type: ['array', 'null'], items} : {}
}

/** The validator wants to know what a limit is about; null is always let through, as GraphQL has judged it. */
function typeOf(limits: readonly (readonly unknown[])[]): JsonObject {
  if (limits.length === 0) return {}
  const ofNumber = limits.some(([name]) => name === 'minimum' || name === 'maximum')
  return {type: [ofNumber ? 'number' : 'string', 'null']}
}
