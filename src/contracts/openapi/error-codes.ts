import type {ErrorSchemas} from '../json/error-schemas.js'
import {walk} from '../json/reference-walk.js'
import type {ApiErrorCode} from '../shared/model.js'
import {failureBodies} from './bodies.js'
import type {JsonNode, OpenApi} from './model.js'

/** Lists the codes of a response or an operation: texts, or objects with a `code`. */
const listed = 'x-error-codes'

/** Every literal error code of a document: in `x-error-codes`, in schemas of errors, in examples of failures. */
export function errorCodesOf(document: OpenApi, errors: ErrorSchemas): ApiErrorCode[] {
  const found = new Map<string, ApiErrorCode>()
  const add = (node: JsonNode | undefined) => {
    const {value} = node ?? {}
    if (!node || (typeof value !== 'string' && typeof value !== 'number')) return
    found.set(`${node.document.source.path}#${node.pointer}`, {code: String(value), at: node})
  }
  for (const node of listsOf(document))
    for (const entry of node.children()) add(entry.isObject ? (entry.get('code') ?? entry) : entry)
  for (const schema of new Map(errors.parts().map(node => [node.value, node])).values()) {
    const code = schema.at('properties', 'code')
    const parts = code ? document.view(code).parts : []
    for (const part of parts) {
      for (const name of ['const', 'default', 'example']) add(part.get(name))
      for (const name of ['enum', 'examples']) for (const value of part.get(name)?.children() ?? []) add(value)
    }
    for (const example of [schema.get('example'), ...itemsOf(schema.get('examples'))]) add(example?.get('code'))
  }
  for (const {media} of failureBodies(document)) {
    const examples = (media.node.get('examples')?.children() ?? []).map(each => document.resolve(each)?.get('value'))
    const ofSchema = media.schema ? document.view(media.schema).keyword('example') : []
    for (const body of [media.node.get('example'), ...examples, ...ofSchema])
      for (const error of itemsOf(body?.get('errors'))) add(error.get('code'))
  }
  return [...found.values()]
}

function listsOf({root, references}: OpenApi): JsonNode[] {
  const found: JsonNode[] = []
  const others = [...references.documents.values()].flatMap(referred => ('failure' in referred ? [] : referred))
  for (const document of new Set([root.document, ...others]))
    if (document.source.text.includes(listed))
      walk(document.root, node => {
        const list = node.get(listed)
        if (list) found.push(list)
      })
  return found
}

function itemsOf(list: JsonNode | undefined): readonly JsonNode[] {
  return list?.isArray ? list.children() : []
}
