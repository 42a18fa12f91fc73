import type {FieldDefinitionNode, FieldNode, SelectionSetNode, TypeNode} from 'graphql/language/ast.js'
import type {Place} from '../graphql/model.js'
import type {Misfit} from '../json/validation/misfit.js'
import type {GraphqlRequest} from './graphql-request.js'

/** What is wrong with the data that a consumer expects for an operation, by what it selects and by the types of that. */
export function dataMisfits({judged, schema}: GraphqlRequest, data: unknown): readonly DataMisfit[] {
  const {operation, fragmentOf} = judged
  const root = operation && schema.roots[operation.operation]
  const misfits: DataMisfit[] = []
  if (operation === undefined || root === undefined) return misfits
  judgeObject(data, operation.selectionSet, root, [])
  return misfits

  function tell(path: Misfit['path'], problem: string, described: DataMisfit['described']) {
    misfits.push({path, problem, described})
  }

  function judgeObject(value: unknown, set: SelectionSetNode, type: string, path: Misfit['path']) {
    if (value === null) return
    if (typeof value !== 'object' || Array.isArray(value))
      return tell(path, `has to be an object of type "${type}"`, definitionOf(type))
    const selected = new Map<string, Selected[]>()
    collect(set, type, selected)
    for (const [name, member] of Object.entries(value)) {
      const fields = selected.get(name)
      if (fields === undefined) tell([...path, name], 'is not what the operation selects', definitionOf(type))
      // Fragments of several types may select it; which one it is nobody can tell.
      else if (fields.length === 1) for (const field of fields) judgeField(member, field, [...path, name])
    }
  }

  function collect({selections}: SelectionSetNode, parent: string, into: Map<string, Selected[]>) {
    for (const node of selections) {
      if (node.kind === 'Field') {
        const name = (node.alias ?? node.name).value
        into.set(name, [...(into.get(name) ?? []), {node, parent}])
        continue
      }
      const fragment = node.kind === 'InlineFragment' ? node : fragmentOf(node.name.value)
      if (fragment) collect(fragment.selectionSet, fragment.typeCondition?.name.value ?? parent, into)
    }
  }

  function judgeField(value: unknown, {node, parent}: Selected, path: Misfit['path']) {
    if (node.name.value === '__typename') {
      if (typeof value !== 'string') tell(path, 'has to be the name of a type', definitionOf(parent))
      return
    }
    const field = schema.type(parent)?.fields.get(node.name.value)
    if (field !== undefined) judgeValue(value, field.type, {node, field}, path)
  }

  function judgeValue(value: unknown, type: TypeNode, asked: Asked, path: Misfit['path']) {
    const {node, field} = asked
    if (type.kind === 'NonNullType') {
      if (value === null) tell(path, 'is never null', field)
      else judgeValue(value, type.type, asked, path)
    } else if (value === null) return
    else if (type.kind === 'ListType') {
      if (!Array.isArray(value)) tell(path, 'has to be a list', field)
      else for (const [index, item] of value.entries()) judgeValue(item, type.type, asked, [...path, index])
    } else if (node.selectionSet !== undefined) judgeObject(value, node.selectionSet, type.name.value, path)
    else {
      const problem = leafProblem(value, type.name.value)
      if (problem !== undefined) tell(path, problem, field)
    }
  }

  function definitionOf(type: string): Place | undefined {
    return schema.type(type)?.parts[0]
  }

  function leafProblem(value: unknown, name: string): string | undefined {
    const type = schema.type(name)
    if (type?.kind === 'enum') {
      const values = type.parts
        .flatMap(part => ('values' in part ? (part.values ?? []) : []))
        .map(each => each.name.value)
      return values.includes(String(value))
        ? undefined
        : `has to be a value of the enum "${name}", but is ${shown(value)}`
    }
    const fits = type === undefined ? leaves[name] : undefined
    return fits === undefined || fits(value) ? undefined : `has to be of type "${name}", but is ${shown(value)}`
  }
}

/** What does not fit, with where the schema describes it. */
export interface DataMisfit extends Misfit {
  readonly described: Place | undefined
}

/** A field that is asked for, and its definition. */
interface Asked {
  readonly node: FieldNode
  readonly field: FieldDefinitionNode
}

interface Selected {
  readonly node: FieldNode
  readonly parent: string
}

/** What the scalars of the language are in JSON; of all others only their makers know. */
const leaves: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: value => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  Float: value => typeof value === 'number',
  String: value => typeof value === 'string',
  Boolean: value => typeof value === 'boolean',
  ID: value => typeof value === 'string' || Number.isInteger(value),
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}
