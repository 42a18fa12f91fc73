import {getVariableValues} from 'graphql/execution/values.js'
import type {OperationDefinitionNode} from 'graphql/language/ast.js'
import {Client, type FragmentOf} from './client.js'
import {describedAt} from './described-at.js'
import {GraphqlFile} from './file.js'
import type {Problem} from './language.js'
import type {Place} from './model.js'
import type {GraphqlSchema} from './schema.js'

/** A request to a GraphQL server, judged by its schema. */
export interface JudgedRequest {
  /** Why the server would refuse it. */
  readonly problems: readonly RequestProblem[]
  /** What it uses that is deprecated. */
  readonly deprecated: readonly RequestProblem[]
  /** What is executed; undefined when the request does not say which of its operations. */
  readonly operation: OperationDefinitionNode | undefined
  readonly fragmentOf: FragmentOf
}

/** Something about a request that its schema does not allow. */
export interface RequestProblem {
  /** A sentence. */
  readonly message: string
  /** Where the schema describes what it is about, as far as it does. */
  readonly described: Place | undefined
}

/** What a client sends: `{query, variables, operationName}`. */
export interface SentRequest {
  readonly query: string
  readonly variables: unknown
  readonly operationName: string | undefined
}

/** Judges a request as the server does before it executes it: by the language, the schema and the types of variables. */
export function judgeRequest({query, variables, operationName}: SentRequest, schema: GraphqlSchema): JudgedRequest {
  const file = new GraphqlFile({path: '', text: query})
  const client = new Client([file], schema, schema.language)
  const {operations} = file
  const operation =
    operationName === undefined && operations.length === 1
      ? operations[0]
      : operations.find(({name}) => name?.value === operationName)
  const root = schema.roots[operation?.operation ?? 'query']
  // What is about the whole of it is about where its kind of operation begins.
  const start: Place | undefined = root === undefined ? undefined : schema.type(root)?.parts[0]
  const {executable} = schema
  const described = executable === undefined ? () => undefined : describedAt(file.definitions, executable)
  const placed = ({at, message}: Problem): RequestProblem => ({message, described: described(at) ?? start})
  const written = [
    ...file.problems.map(({message}) => ({message, described: start})),
    ...client.problemsIn(file).map(placed),
  ]
  const others = [
    ...(operation === undefined && file.problems.length === 0 ? [unknownOperation(operationName)] : []),
    ...(operation !== undefined && written.length === 0 ? variableProblems(operation, variables, schema) : []),
  ]
  const problems = [...written, ...others.map(message => ({message, described: start}))]
  return {
    problems,
    deprecated: problems.length > 0 ? [] : schema.language.deprecatedUses(file, client).map(placed),
    operation,
    fragmentOf: client.fragmentsFor(file),
  }
}

function unknownOperation(name: string | undefined): string {
  return name === undefined
    ? 'The request has no operation, or does not say which of several.'
    : `The request has no operation "${name}".`
}

function variableProblems(
  {variableDefinitions = []}: OperationDefinitionNode,
  variables: unknown,
  {executable}: GraphqlSchema,
): readonly string[] {
  if (executable === undefined) return []
  const given = typeof variables === 'object' && variables !== null ? {...variables} : {}
  const {errors = []} = getVariableValues(executable, variableDefinitions, given)
  const known = new Set(variableDefinitions.map(({variable}) => variable.name.value))
  return [
    ...errors.map(({message}) => message),
    ...Object.keys(given)
      .filter(name => !known.has(name))
      .map(name => `Variable "$${name}" is sent, but not declared.`),
  ]
}
