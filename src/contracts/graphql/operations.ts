import type {ASTNode, DefinitionNode, FragmentDefinitionNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {GraphQLSchema} from 'graphql/type/schema.js'
import {NoDeprecatedCustomRule} from 'graphql/validation/rules/custom/NoDeprecatedCustomRule.js'
import {ExecutableDefinitionsRule} from 'graphql/validation/rules/ExecutableDefinitionsRule.js'
import {LoneAnonymousOperationRule} from 'graphql/validation/rules/LoneAnonymousOperationRule.js'
import {NoFragmentCyclesRule} from 'graphql/validation/rules/NoFragmentCyclesRule.js'
import {NoUndefinedVariablesRule} from 'graphql/validation/rules/NoUndefinedVariablesRule.js'
import {NoUnusedFragmentsRule} from 'graphql/validation/rules/NoUnusedFragmentsRule.js'
import {NoUnusedVariablesRule} from 'graphql/validation/rules/NoUnusedVariablesRule.js'
import {UniqueArgumentNamesRule} from 'graphql/validation/rules/UniqueArgumentNamesRule.js'
import {UniqueFragmentNamesRule} from 'graphql/validation/rules/UniqueFragmentNamesRule.js'
import {UniqueInputFieldNamesRule} from 'graphql/validation/rules/UniqueInputFieldNamesRule.js'
import {UniqueOperationNamesRule} from 'graphql/validation/rules/UniqueOperationNamesRule.js'
import {UniqueVariableNamesRule} from 'graphql/validation/rules/UniqueVariableNamesRule.js'
import {specifiedRules} from 'graphql/validation/specifiedRules.js'
import type {ValidationRule} from 'graphql/validation/ValidationContext.js'
import {validate} from 'graphql/validation/validate.js'
import type {Client, FragmentOf} from './client.js'
import {asSent, hasOwnVariables} from './client-directives.js'
import type {GraphqlFile} from './file.js'
import type {ExecutableSchema, Problem} from './language.js'
import type {GraphqlSchema} from './schema.js'
import {pathOf, problemOf} from './validation.js'

/** These look at all files of a client together, or do not fit a file that has a schema in it, too. */
const acrossFiles: ReadonlySet<ValidationRule> = new Set([
  ExecutableDefinitionsRule,
  NoUnusedFragmentsRule,
  UniqueFragmentNamesRule,
  UniqueOperationNamesRule,
])

const rules = specifiedRules.filter(rule => !acrossFiles.has(rule))

/** What can be said about operations of which nobody knows whom they ask. */
const rulesWithoutSchema: readonly ValidationRule[] = [
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueVariableNamesRule,
]

const noSchema: ExecutableSchema = new GraphQLSchema({assumeValid: true})

/** A file with this many faults is told about in its first ones. */
const mostErrors = 1000

/** What GraphQL says about the operations of a file; fragments may be in other files. */
export function validateOperations(file: GraphqlFile, client: Client): readonly Problem[] {
  const {schema} = client
  if (schema === undefined) return problems(file, client, noSchema, rulesWithoutSchema)
  if (schema.executable === undefined) return []
  return [...withoutRoot(file, schema), ...problems(file, client, schema.executable, rules)]
}

/** Operations of a kind that the schema does not have; GraphQL refuses them only when they are sent. */
function withoutRoot({operations}: GraphqlFile, {roots, federation, isComplete}: GraphqlSchema): readonly Problem[] {
  if (!isComplete || federation.version > 0) return []
  return operations.flatMap(node => {
    if (roots[node.operation] !== undefined) return []
    return {at: node, message: `The schema has no root for a ${node.operation}.`, related: []}
  })
}

/** Where the operations of a file use what is deprecated. */
export function deprecatedUses(file: GraphqlFile, client: Client): readonly Problem[] {
  const executable = client.schema?.executable
  return executable === undefined ? [] : problems(file, client, executable, [NoDeprecatedCustomRule])
}

function problems(
  file: GraphqlFile,
  client: Client,
  schema: ExecutableSchema,
  all: readonly ValidationRule[],
): readonly Problem[] {
  if (file.operations.length + file.fragments.length === 0) return []
  const fragmentOf = client.fragmentsFor(file)
  const written = [...file.operations, ...file.fragments, ...elsewhere(file, fragmentOf)]
  const sent = written.map(node => asSent(node, name => schema.getDirective(name) != null))
  const ofVariables = all.filter(rule => variableRules.has(rule))
  const others = all.filter(rule => !variableRules.has(rule))
  const errors = [...judged(schema, sent, others), ...judged(schema, written.filter(hasAllVariables), ofVariables)]
  return errors.flatMap(error => {
    const problem = problemOf(error)
    return problem === undefined || pathOf(problem.at) !== file.source.path ? [] : problem
  })

  /** Fields of the client use variables as well; a fragment that is not found may use any, and Relay's have their own. */
  function hasAllVariables(node: DefinitionNode): boolean {
    if (node.kind !== 'OperationDefinition') return true
    const {used, isComplete} = usedBy([node], fragmentOf)
    return isComplete && ![node, ...used].some(hasOwnVariables)
  }
}

const variableRules: ReadonlySet<ValidationRule> = new Set([NoUndefinedVariablesRule, NoUnusedVariablesRule])

function judged(schema: ExecutableSchema, definitions: readonly DefinitionNode[], wanted: readonly ValidationRule[]) {
  if (wanted.length === 0) return []
  return validate(schema, {kind: Kind.DOCUMENT, definitions}, wanted, {maxErrors: mostErrors})
}

/** The fragments of other files that a file uses, and those that they use. */
function elsewhere({operations, fragments}: GraphqlFile, fragmentOf: FragmentOf): readonly FragmentDefinitionNode[] {
  const own: ReadonlySet<ASTNode> = new Set(fragments)
  return usedBy([...operations, ...fragments], fragmentOf).used.filter(each => !own.has(each))
}

/** The fragments that definitions lead to; not complete when one is not found. */
function usedBy(definitions: readonly ASTNode[], fragmentOf: FragmentOf) {
  const used = new Map<string, FragmentDefinitionNode>()
  const open = [...definitions]
  let isComplete = true
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('selectionSet' in node && node.selectionSet !== undefined) open.push(...node.selectionSet.selections)
    if (node.kind !== 'FragmentSpread' || used.has(node.name.value)) continue
    const fragment = fragmentOf(node.name.value)
    if (fragment === undefined) isComplete = false
    else {
      used.set(node.name.value, fragment)
      open.push(fragment)
    }
  }
  return {used: [...used.values()], isComplete}
}
