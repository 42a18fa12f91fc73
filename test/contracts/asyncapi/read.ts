import {readAsyncApi} from '../../../src/contracts/asyncapi/reader.js'
import {readJson} from '../../../src/contracts/json/document.js'

/** Reads a document, with other files by their paths. */
export async function read(text: string, parts: Readonly<Record<string, string>> = {}) {
  const [document] = readJson({path: 'asyncapi.yaml', text}).documents
  if (!document) throw new Error('The document cannot be read.')
  const documents = Object.entries(parts).flatMap(([path, part]) => {
    const [first] = readJson({path, text: part}).documents
    return first ? [[path, first] as const] : []
  })
  return readAsyncApi(document, {documents: new Map(documents)})
}
