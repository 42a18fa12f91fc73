import type {ConstDirectiveNode, DocumentNode, VariableDefinitionNode} from 'graphql/language/ast.js'
import {OperationTypeNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {ValuesOfCorrectTypeRule} from 'graphql/validation/rules/ValuesOfCorrectTypeRule.js'
import {validate} from 'graphql/validation/validate.js'
import type {GraphqlFile} from './file.js'
import type {Problem} from './language.js'
import {fieldsOf, inputFieldsOf} from './nodes.js'
import type {GraphqlSchema} from './schema.js'
import {problemOf} from './validation.js'

/**
 * Defaults in a file, and arguments of directives, that do not fit their types. The library has this check for
 * operations alone: so all of them are put into one that has a variable for each default.
 */
export function valueProblems(file: GraphqlFile, {executable}: GraphqlSchema): readonly Problem[] {
  if (executable === undefined) return []
  const ofDirectives = file.directives.flatMap(({arguments: given}) => given ?? [])
  const inputs = [...file.inputs.map(({node}) => node), ...ofDirectives]
  const variableDefinitions = inputs.flatMap(({name, type, defaultValue}): VariableDefinitionNode[] =>
    defaultValue === undefined
      ? []
      : [{kind: Kind.VARIABLE_DEFINITION, variable: {kind: Kind.VARIABLE, name}, type, defaultValue}],
  )
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions,
        directives: appliedIn(file),
        selectionSet: {kind: Kind.SELECTION_SET, selections: []},
      },
    ],
  }
  return validate(executable, document, [ValuesOfCorrectTypeRule], {maxErrors: 1000}).flatMap(
    error => problemOf(error) ?? [],
  )
}

/** All directives that are applied in the definitions of a schema. */
function appliedIn({types, schemas, directives}: GraphqlFile): readonly ConstDirectiveNode[] {
  const found: ConstDirectiveNode[] = []
  const take = (nodes: readonly {readonly directives?: readonly ConstDirectiveNode[] | undefined}[] | undefined) => {
    for (const {directives: applied} of nodes ?? []) if (applied) found.push(...applied)
  }
  take(schemas)
  take(types)
  for (const each of directives) take(each.arguments)
  for (const type of types) {
    if ('values' in type) take(type.values)
    take(inputFieldsOf(type))
    for (const field of fieldsOf(type)) {
      take([field])
      take(field.arguments)
    }
  }
  return found
}
