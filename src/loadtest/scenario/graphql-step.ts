import {resolve} from 'node:path'
import {GraphQLError} from 'graphql/error/GraphQLError.js'
import {type DocumentNode, type OperationDefinitionNode, OperationTypeNode} from 'graphql/language/ast.js'
import {Kind} from 'graphql/language/kinds.js'
import {parse} from 'graphql/language/parser.js'
import {buildASTSchema} from 'graphql/utilities/buildASTSchema.js'
import {validate} from 'graphql/validation/validate.js'
import {didYouMean} from '../../core/suggest.js'
import {readTextFile} from '../../io/files.js'
import type {Answer} from './answer.js'
import {type Compilation, checkReferences, refuseWrite, type StepPlace} from './compilation.js'
import {headersOf, inPlace, sender} from './http-step.js'
import type {Judge} from './judge.js'
import {pathTemplate} from './path-template.js'
import type {StepSettings} from './schema.js'
import type {Step} from './step.js'
import {type Values, valueTemplate} from './template.js'

type GraphqlSettings = NonNullable<StepSettings['graphql']>

/** A step that is a GraphQL query or mutation; errors in an answer 200 count as errors. */
export async function graphqlStep(
  settings: StepSettings & {readonly graphql: GraphqlSettings},
  judge: Judge,
  place: StepPlace,
  compilation: Compilation,
): Promise<Step> {
  const {graphql} = settings
  const {file, basePath, operations, writes} = compilation
  const at = [...place.keys, 'graphql']
  const text = await documentText(graphql, place, compilation)
  const document = parsed(text)
  const operation = chosen(document)
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw file.mistake(at, `${place.title} is a subscription, which has no end.`, 'Load queries and mutations.')
  if (operation.operation === OperationTypeNode.MUTATION && !writes)
    refuseWrite('a mutation', place, compilation, 'Send a query')
  if (graphql.schema !== undefined) await judgeBySchema(graphql.schema)

  const name = operation.name?.value
  const body = {query: text, ...(name !== undefined && {operationName: name})}
  // Only variables are filled: in a document two braces may follow each other.
  const variables = valueTemplate(graphql.variables ?? {})
  const template = inPlace(at, compilation, () => ({
    method: 'POST' as const,
    path: pathTemplate(graphql.path, settings.query ?? {}, basePath),
    headers: headersOf({...settings, body}),
    body: {
      references: variables.references,
      fill: (values: Values) =>
        JSON.stringify({...body, ...(graphql.variables && {variables: variables.fill(values)})}),
    },
  }))
  checkReferences(template.path.references, at, place, compilation)
  checkReferences(template.headers.references, [...place.keys, 'headers'], place, compilation)
  checkReferences(template.body.references, [...at, 'variables'], place, compilation)
  const shown = basePath + graphql.path
  const index = operations.indexOf(settings.name ?? `${operation.operation} ${name ?? shown}`, 'POST', shown)
  return {
    operation: index,
    title: place.title,
    send: sender([template], index),
    judge: (answer, values) => judge.judge(withErrors(answer), values),
  }

  function parsed(source: string): DocumentNode {
    try {
      return parse(source)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      const [where] = error.locations ?? []
      throw file.mistake(
        at,
        `${place.title} is no GraphQL document: ${error.message.replace(/\.$/, '')}${where ? ` in its line ${where.line}, column ${where.column}` : ''}.`,
        'Mend the document.',
      )
    }
  }

  function chosen({definitions}: DocumentNode): OperationDefinitionNode {
    const all = definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
    const names = all.flatMap(({name: known}) => known?.value ?? [])
    const wanted = graphql.operationName
    const [first] = wanted === undefined ? all : all.filter(({name: known}) => known?.value === wanted)
    if (first && (all.length === 1 || wanted !== undefined)) return first
    throw file.mistake(
      at,
      wanted === undefined
        ? `${place.title} has ${all.length === 0 ? 'no operation' : `${all.length} operations`} in its document.`
        : `${place.title} has no operation "${wanted}" in its document.${didYouMean(wanted, names)}`,
      all.length === 0 ? 'Write "query Name { … }".' : `Say which with "operationName": ${names.join(', ')}.`,
    )
  }

  async function judgeBySchema(path: string): Promise<void> {
    const schema = parsed(await readTextFile(resolve(compilation.folder, path), path))
    // Directives of a federation, for instance, are not defined in the file.
    const [fault] = validate(buildASTSchema(schema, {assumeValidSDL: true}), document)
    if (fault === undefined) return
    const [where] = fault.locations ?? []
    throw file.mistake(
      at,
      `${place.title} does not fit "${path}": ${fault.message.replace(/\.$/, '')}${where ? ` in its line ${where.line}, column ${where.column}` : ''}.`,
      'Mend the document, or name another schema.',
    )
  }
}

async function documentText(
  {query, file: path}: GraphqlSettings,
  {keys, title}: StepPlace,
  {file, folder}: Compilation,
): Promise<string> {
  if (query !== undefined && path === undefined) return query
  if (query === undefined && path !== undefined) return readTextFile(resolve(folder, path), path)
  throw file.mistake(
    [...keys, 'graphql'],
    `${title} has ${query === undefined ? 'no document' : 'two documents'}.`,
    'Give it "query" or "file".',
  )
}

/** An answer with errors in it, whatever its status: data that is there may be a part of what was asked for. */
function withErrors(answer: Answer): Answer {
  const {json} = answer
  if (answer.end !== 'answered' || answer.status >= 400) return answer
  if (typeof json !== 'object' || json === null) return {...answer, code: 'graphql'}
  const errors = 'errors' in json ? json.errors : undefined
  if (!Array.isArray(errors) || errors.length === 0) return answer
  return {...answer, code: 'graphql'}
}
