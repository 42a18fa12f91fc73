import type {ConstDirectiveNode, EnumValueDefinitionNode, InputValueDefinitionNode} from 'graphql/language/ast.js'
import {
  type ApiDeprecation,
  type ApiElement,
  type ApiField,
  type ApiModel,
  type ApiType,
  type ApiUpdate,
  type ApiVersioned,
  lazyApi,
} from '../shared/model.js'
import {entitiesOf} from './entities.js'
import {argument} from './federation.js'
import type {Field, GraphqlFile} from './file.js'
import {directiveOf, isErrorCodes, isExtension, isList, namedType, shownType} from './nodes.js'
import {scalarTypesOf} from './scalars.js'
import type {GraphqlType} from './schema.js'

/** What rules for all kinds see of a file. Names have a rule of their own, `graphql/naming`. */
export function apiOf(file: GraphqlFile): ApiModel {
  return lazyApi('graphql', {
    fields: () => [...file.fields.map(field => outputOf(field, file)), ...inputsOf(file)],
    elements: () => elementsOf(file),
    deprecations: () => deprecationsOf(file),
    errorCodes: () =>
      valuesOf(file).flatMap(({owner, node}) => (isErrorCodes(owner) ? {code: node.name.value, at: node} : [])),
    updates: () => updatesOf(file),
    exemptions: () => file.exemptions.written,
    entities: () => entitiesOf(file),
  })
}

type Typed = Pick<ApiField, 'types' | 'written' | 'nullable' | 'values' | 'personal'>

function typed(
  node: Field['node'] | InputValueDefinitionNode,
  {schema}: GraphqlFile,
  owner: string | undefined,
): Typed {
  const {value: name} = namedType(node.type).name
  const type = schema?.type(name)
  const isMarked = (each: GraphqlType | undefined) => each?.parts.some(part => directiveOf(part, 'pii')) ?? false
  return {
    types: isList(node.type) ? new Set<ApiType>(['array']) : typesOf(name, type),
    written: shownType(node.type),
    nullable: node.type.kind !== 'NonNullType',
    values: type?.kind === 'enum' ? type.parts.flatMap(namesIn) : undefined,
    personal:
      directiveOf(node, 'pii') !== undefined ||
      isMarked(type) ||
      (owner !== undefined && isMarked(schema?.type(owner))),
  }
}

function typesOf(name: string, type: GraphqlType | undefined): ReadonlySet<ApiType> {
  if (type === undefined || type.kind === 'scalar') return new Set(scalarTypesOf(name))
  return new Set<ApiType>([type.kind === 'enum' ? 'string' : 'object'])
}

function namesIn(part: GraphqlType['parts'][number]): string[] {
  return 'values' in part ? (part.values ?? []).map(({name}) => name.value) : []
}

function outputOf({parent, node}: Field, file: GraphqlFile): ApiField {
  const {value: owner} = parent.name
  return {
    name: node.name.value,
    what: 'field',
    at: node,
    ...typed(node, file, owner),
    // Who signs in just now is handed secrets.
    output: owner.startsWith('Auth') ? undefined : {at: parent, message: `It is a field of "${owner}".`},
    inError: /Error$/.test(owner),
    inEnvelope: false,
  }
}

function inputsOf(file: GraphqlFile): ApiField[] {
  return file.inputs.map(({node, owner, what}) => ({
    name: node.name.value,
    what,
    at: node,
    ...typed(node, file, owner),
    output: undefined,
    inError: false,
    inEnvelope: false,
  }))
}

function elementsOf({types, fields, directives, schema}: GraphqlFile): ApiElement[] {
  const roots = new Set(Object.values(schema?.roots ?? {}))
  const lacks = (description: {readonly value: string} | undefined) =>
    description === undefined || description.value.trim() === '' ? ['no description'] : []
  return [
    // The root types have nothing to say beside what their fields do.
    ...types.flatMap(type =>
      isExtension(type) || roots.has(type.name.value) || type.name.value.startsWith('_')
        ? []
        : {title: `Type "${type.name.value}"`, lacks: lacks(descriptionOf(type)), at: type},
    ),
    ...fields.flatMap(({parent, node}) =>
      roots.has(parent.name.value) && !node.name.value.startsWith('_')
        ? {title: `"${parent.name.value}.${node.name.value}"`, lacks: lacks(node.description), at: node}
        : [],
    ),
    ...directives.map(node => ({title: `Directive "@${node.name.value}"`, lacks: lacks(node.description), at: node})),
  ]
}

function descriptionOf(type: GraphqlFile['types'][number]) {
  return 'description' in type ? type.description : undefined
}

function valuesOf({types}: GraphqlFile): {readonly owner: string; readonly node: EnumValueDefinitionNode}[] {
  return types.flatMap(type =>
    'values' in type ? (type.values ?? []).map(node => ({owner: type.name.value, node})) : [],
  )
}

function deprecationsOf(file: GraphqlFile): ApiDeprecation[] {
  const found: ApiDeprecation[] = []
  const look = (title: string, node: {readonly directives?: readonly ConstDirectiveNode[] | undefined}) => {
    const directive = directiveOf(node, 'deprecated')
    if (directive === undefined) return
    const reason = argument(directive, 'reason')
    const text = reason?.kind === 'StringValue' ? reason.value : ''
    const sunset = /\bsunset\s*[=:]\s*([^\s;,]+)/i.exec(text)?.[1]?.replace(/\.$/, '')
    found.push({title, since: undefined, sunset, at: reason ?? directive})
  }
  for (const {parent, node} of file.fields) look(`Field "${parent.name.value}.${node.name.value}"`, node)
  for (const {title, node} of file.inputs) look(title, node)
  for (const {owner, node} of valuesOf(file)) look(`Value "${owner}.${node.name.value}"`, node)
  return found
}

/** Mutations called `update…`, what they take as `input`, and the entities in what they return. */
function updatesOf({fields, schema}: GraphqlFile): ApiUpdate[] {
  const root = schema?.roots.mutation
  if (schema === undefined || root === undefined) return []
  const roots = new Set(Object.values(schema.roots))
  return fields.flatMap(({parent, node}) => {
    const {value: name} = node.name
    if (parent.name.value !== root || !/^update[A-Z]/.test(name)) return []
    const given = node.arguments?.find(each => each.name.value === 'input')
    const input = given && schema.type(namedType(given.type).name.value)
    const returned = schema.type(namedType(node.type).name.value)
    const inner = [...(returned?.fields.values() ?? [])].map(each => schema.type(namedType(each.type).name.value))
    const resources = [returned, ...inner].filter(
      each => each?.kind === 'object' && each.fields.has('id') && !roots.has(each.name),
    )
    return {
      title: `"${root}.${name}"`,
      at: node,
      inputs: input?.kind === 'input' ? versioned(input, 'Input type') : [],
      resources: [...new Set(resources)].flatMap(each => (each === undefined ? [] : versioned(each, 'Type'))),
      hasPrecondition: false,
      declaresConflict: undefined,
    }
  })
}

function versioned(type: GraphqlType, what: string): ApiVersioned[] {
  const [at] = type.parts
  if (at === undefined) return []
  const version = type.inputs.get('version') ?? type.fields.get('version')
  const types = version && scalarTypesOf(namedType(version.type).name.value)
  return [
    {
      title: `${what} "${type.name}"`,
      at,
      version: version && {
        required: version.type.kind === 'NonNullType',
        isInteger: !isList(version.type) && (types?.length === 0 || types?.includes('integer') === true),
        at: version,
      },
    },
  ]
}
