import {afterAll, beforeAll, expect, test} from 'vitest'
import {startService, type TestService} from '../service.js'
import {ask, codesOf, create} from './ask.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
  for (const name of ['c', 'a', 'e', 'b', 'd']) await create(service, {name: `Letter ${name}`, ownerId: 'm-1'})
})
afterAll(() => service.close())

interface Page {
  readonly names: readonly string[]
  readonly totalCount: number
  readonly pageInfo: Readonly<Record<string, unknown>>
}

const letters = `filter: {nameContains: "letter"}, sort: {by: NAME}`

async function page(given: string): Promise<Page> {
  const {data, errors} = await ask(
    service,
    `{ workItems(${given}) {
      totalCount
      edges { cursor node { name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`,
  )
  expect(errors).toEqual([])
  const {edges, pageInfo, totalCount} = data.workItems
  expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null])
  return {names: edges.map((edge: {node: {name: string}}) => edge.node.name.slice(-1)), totalCount, pageInfo}
}

test('a list is read forwards, and tells where it ends', async () => {
  const first = await page(`first: 2, ${letters}`)
  expect(first).toMatchObject({names: ['a', 'b'], totalCount: 5, pageInfo: {hasNextPage: true, hasPreviousPage: false}})
  const second = await page(`first: 2, after: "${first.pageInfo['endCursor']}", ${letters}`)
  expect(second).toMatchObject({names: ['c', 'd'], pageInfo: {hasNextPage: true, hasPreviousPage: true}})
  const last = await page(`first: 2, after: "${second.pageInfo['endCursor']}", ${letters}`)
  expect(last).toMatchObject({names: ['e'], pageInfo: {hasNextPage: false, hasPreviousPage: true}})
  const beyond = await page(`after: "${last.pageInfo['endCursor']}", ${letters}`)
  expect(beyond).toMatchObject({names: [], totalCount: 5, pageInfo: {hasNextPage: false, endCursor: null}})
})

test('a list is read backwards, in the same sequence', async () => {
  const last = await page(`last: 2, ${letters}`)
  expect(last).toMatchObject({names: ['d', 'e'], pageInfo: {hasNextPage: false, hasPreviousPage: true}})
  const before = await page(`last: 3, before: "${last.pageInfo['startCursor']}", ${letters}`)
  expect(before).toMatchObject({names: ['a', 'b', 'c'], pageInfo: {hasNextPage: true, hasPreviousPage: false}})
})

test('a place stays where it is when others come and go', async () => {
  const turned = 'filter: {nameContains: "letter"}, sort: {by: NAME, descending: true}'
  const first = await page(`first: 2, ${turned}`)
  expect(first.names).toEqual(['e', 'd'])
  await create(service, {name: 'Letter z'})
  const second = await page(`first: 2, after: "${first.pageInfo['endCursor']}", ${turned}`)
  expect(second).toMatchObject({names: ['c', 'b'], totalCount: 6})
})

test.each([
  ['first: 0', 'first'],
  ['first: 101', 'first'],
  ['last: 1000', 'last'],
  ['after: "bm9uc2Vuc2U"', 'after'],
  ['before: "%%%"', 'before'],
])('%s is refused instead of bent', async (given, field) => {
  const answer = await ask(service, `{ workItems(${given}) { edges { cursor } } }`)
  expect([answer.status, answer.data, codesOf(answer)]).toEqual([200, null, ['VALIDATION_FAILED']])
  expect(answer.errors[0]?.extensions).toMatchObject({field})
})

test('a cursor is good for the sequence that it was made in, and for no other', async () => {
  const {pageInfo} = await page(`first: 1, ${letters}`)
  const answer = await ask(service, `{ workItems(after: "${pageInfo['endCursor']}") { edges { cursor } } }`)
  expect(answer.errors[0]?.message).toBe('"after" was made for another "sort".')
})
