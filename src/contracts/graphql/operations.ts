import type {ASTNode, DocumentNode, FragmentDefinitionNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {type GraphQLInputType, isInputType} from 'graphql/type/definition.js'
import {typeFromAST} from 'graphql/utilities/typeFromAST.js'
import {valueFromAST} from 'graphql/utilities/valueFromAST.js'
import {NoDeprecatedCustomRule} from 'graphql/validation/rules/custom/NoDeprecatedCustomRule.js'
import {ExecutableDefinitionsRule} from 'graphql/validation/rules/ExecutableDefinitionsRule.js'
import {NoUnusedFragmentsRule} from 'graphql/validation/rules/NoUnusedFragmentsRule.js'
import {UniqueFragmentNamesRule} from 'graphql/validation/rules/UniqueFragmentNamesRule.js'
import {UniqueOperationNamesRule} from 'graphql/validation/rules/UniqueOperationNamesRule.js'
import {specifiedRules} from 'graphql/validation/specifiedRules.js'
import type {ValidationRule} from 'graphql/validation/ValidationContext.js'
import {validate} from 'graphql/validation/validate.js'
import type {GraphqlFile} from './file.js'
import type {Problem} from './language.js'
import {shownType} from './nodes.js'
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

/** A file with this many faults is told about in its first ones. */
const mostErrors = 1000

/** What GraphQL says about the operations of a file; fragments may be in other files. */
export function validateOperations(file: GraphqlFile, schema: GraphqlSchema): readonly Problem[] {
  return problems(file, schema, rules)
}

/** Where the operations of a file use what is deprecated. */
export function deprecatedUses(file: GraphqlFile, schema: GraphqlSchema): readonly Problem[] {
  return problems(file, schema, [NoDeprecatedCustomRule])
}

/** Defaults in a file that do not fit the type of their argument or input field. */
export function defaultProblems({inputs}: GraphqlFile, {executable}: GraphqlSchema): readonly Problem[] {
  if (executable === undefined) return []
  return inputs.flatMap(({node, title}) => {
    if (node.defaultValue === undefined) return []
    // Sound: `typeFromAST` gives the type that is written, or nothing.
    const type = typeFromAST(executable, node.type as never) as GraphQLInputType | undefined
    if (type === undefined || !isInputType(type) || valueFromAST(node.defaultValue, type) !== undefined) return []
    return [
      {
        at: node.defaultValue,
        message: `${title} has a default that is no ${shownType(node.type)}.`,
        related: [],
      },
    ]
  })
}

function problems(file: GraphqlFile, schema: GraphqlSchema, wanted: readonly ValidationRule[]): readonly Problem[] {
  const {executable} = schema
  if (executable === undefined || file.operations.length + file.fragments.length === 0) return []
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...file.operations, ...file.fragments, ...fragmentsFromElsewhere(file, schema)],
  }
  return validate(executable, document, wanted, {maxErrors: mostErrors}).flatMap(error => {
    const problem = problemOf(error)
    return problem === undefined || pathOf(problem.at) !== file.source.path ? [] : problem
  })
}

/** The fragments of other files that a file uses, and those that they use. */
function fragmentsFromElsewhere(file: GraphqlFile, {fragments}: GraphqlSchema): FragmentDefinitionNode[] {
  const own = new Set(file.fragments.map(({name}) => name.value))
  const found = new Map<string, FragmentDefinitionNode>()
  const open: ASTNode[] = [...file.operations, ...file.fragments]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('selectionSet' in node && node.selectionSet !== undefined) open.push(...node.selectionSet.selections)
    if (node.kind !== 'FragmentSpread') continue
    const name = node.name.value
    const fragment = fragments.get(name)
    if (fragment === undefined || own.has(name) || found.has(name)) continue
    found.set(name, fragment)
    open.push(fragment)
  }
  return [...found.values()]
}
