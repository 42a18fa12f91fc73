import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import type {GraphQLSchema} from 'graphql'
import {validate} from 'graphql'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import {checkDocument} from './check-document.js'
import type {GraphqlLimits} from './limits.js'
import {parseDocument} from './parse-document.js'
import type {GraphqlRequest} from './request.js'

defineCodes({
  DOCUMENT_NOT_FOUND: {status: 404, severity: 'low', retryable: false},
  DOCUMENT_REQUIRED: {status: 403, severity: 'medium', retryable: false},
})

/** A document that clients may name by its hash instead of sending it. */
export interface KnownDocument {
  readonly file: string
  /** SHA-256 of the text without white space around it, in hexadecimal digits. */
  readonly hash: string
  readonly text: string
}

/** The documents in a folder, in the order of their names. */
export function readDocuments(folder: URL): readonly KnownDocument[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter(file => file.endsWith('.graphql'))
  return files.sort().map(file => {
    const text = readFileSync(new URL(file, folder), 'utf8').trim()
    return {file, hash: hashOf(text), text}
  })
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Throws when a document does not fit the schema or its limits: who names it later could do nothing about that. */
export function checkDocuments(
  documents: readonly KnownDocument[],
  schema: GraphQLSchema,
  limits: Pick<GraphqlLimits, 'depth' | 'complexity' | 'aliases'>,
): void {
  for (const {file, text} of documents) {
    try {
      const document = parseDocument(text)
      checkDocument(document, {...limits, introspection: false})
      const [first] = validate(schema, document)
      if (first) throw first
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`The document "${file}" can not be served: ${why}`, {cause: error})
    }
  }
}

/** Gives the text that a request asks for, or throws the ApiError that refuses it. */
export type FindDocument = (request: GraphqlRequest) => string

/** `others` says whether a caller may send a document that is not known here. */
export function createDocumentSearch(documents: readonly KnownDocument[], others: boolean): FindDocument {
  const byHash = new Map(documents.map(({hash, text}) => [hash, text]))
  return ({query, documentId, extensions}) => {
    const hash = documentId?.replace(/^sha256:/, '') ?? extensions?.persistedQuery?.sha256Hash
    if (query) {
      if (!others && !byHash.has(hashOf(query.trim()))) {
        throw new ApiError('DOCUMENT_REQUIRED', 'Only the documents that this service knows may be asked for here.')
      }
      if (hash !== undefined && hash !== hashOf(query)) {
        throw new ApiError('MALFORMED_REQUEST', 'The hash is not that of the query.')
      }
      return query
    }
    const text = hash === undefined ? undefined : byHash.get(hash)
    if (text !== undefined) return text
    if (hash === undefined) throw new ApiError('MALFORMED_REQUEST', 'Send a "query" or a "documentId".')
    // Clients of persisted queries know this very message: they send the text then.
    const message = documentId === undefined ? 'PersistedQueryNotFound' : 'There is no document of this hash.'
    throw new ApiError('DOCUMENT_NOT_FOUND', message, {details: {hash}})
  }
}
