import {nodeAt, targetOf} from '../json/references.js'
import type {JsonNode, OpenApi} from './model.js'

/** Whether an entry of a mapping names a schema or refers to one; a file that was not read is not judged. */
export function leadsToSchema({root, references}: OpenApi, entry: JsonNode, text: string): boolean {
  if (root.at('components', 'schemas', text) ?? entry.document.root.at('components', 'schemas', text)) return true
  const {path, fragment} = targetOf(entry, text)
  const document = path === entry.document.source.path ? entry.document : references.documents.get(path)
  if (!document || 'failure' in document) return /[./]/.test(text) && !text.startsWith('#')
  if (fragment !== '' && !fragment.startsWith('/')) return true
  return nodeAt(document.root, fragment) !== undefined
}
