import {afterAll, beforeAll, expect, test} from 'vitest'
import {readDocuments} from '../../src/graphql/documents.js'
import {startService, type TestService} from '../service.js'
import {ask, codesOf} from './ask.js'

const [known] = readDocuments(new URL('../../contracts/operations/', import.meta.url))
if (!known) throw new Error('There is no known document.')
const {hash, text} = known

let service: TestService
let strict: TestService
beforeAll(async () => {
  service = await startService()
  strict = await startService({environment: {GRAPHQL_DOCUMENTS: 'known'}})
})
afterAll(async () => {
  await service.close()
  await strict.close()
})

test('a known document is asked for by its hash', async () => {
  for (const body of [{documentId: `sha256:${hash}`}, {extensions: {persistedQuery: {version: 1, sha256Hash: hash}}}]) {
    const {status, data, errors} = await ask(strict, {...body, variables: {first: 1}})
    expect([status, errors, data?.workItems.totalCount]).toEqual([200, [], 3])
  }
})

test('a hash that nobody knows is told in the words of each way to ask', async () => {
  const unknown = '0'.repeat(64)
  const byId = await ask(service, {documentId: `sha256:${unknown}`})
  expect([byId.status, codesOf(byId)]).toEqual([404, ['DOCUMENT_NOT_FOUND']])
  const byExtension = await ask(service, {extensions: {persistedQuery: {version: 1, sha256Hash: unknown}}})
  expect(byExtension.errors[0]?.message).toBe('PersistedQueryNotFound')
})

test('a service for known documents takes no others', async () => {
  expect((await ask(strict, text)).status).toBe(200)
  const other = await ask(strict, '{ workItems { totalCount } }')
  expect([other.status, codesOf(other)]).toEqual([403, ['DOCUMENT_REQUIRED']])
})

test('a hash must be that of the text', async () => {
  const answer = await ask(service, {query: '{ __typename }', extensions: {persistedQuery: {sha256Hash: hash}}})
  expect([answer.status, codesOf(answer)]).toEqual([400, ['MALFORMED_REQUEST']])
})
