import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {structureProblems} from '../../../src/contracts/asyncapi/structure.js'
import {read} from './read.js'

const folder = 'test/contracts/asyncapi/structure'

/** Each file is a document whose faulty lines end in a comment `want: <message>`, several joined by ` | `. */
test.each(readdirSync(folder))('%s', async name => {
  const text = readFileSync(join(folder, name), 'utf8')
  const wanted = text.split('\n').flatMap((line, index) => {
    const messages = /# want: (.+)$/.exec(line)?.[1]?.split(' | ') ?? []
    return messages.map(message => `${index + 1}: ${message}`)
  })
  expect((await problems(text)).sort()).toEqual(wanted.sort())
})

test('ten thousand faulty messages are judged one by one, and what they share once', async () => {
  const messages = Array.from(
    {length: 10_000},
    (_, index) => `    M${index}: {title: 7, payload: {$ref: '#/components/schemas/Order'}}`,
  )
  const text = `asyncapi: 3.0.0
info: {title: a, version: '1'}
components:
  schemas: {Order: {type: strng}}
  messages:
${messages.join('\n')}
`
  expect(await problems(text)).toHaveLength(10_001)
})

test('schemas within each other and references in a circle come to an end', async () => {
  const deep = `${'{properties: {a: '.repeat(200)}{type: nul}${'}}'.repeat(200)}`
  const text = `asyncapi: 2.6.0
info: {title: a, version: '1'}
channels:
  orders: {publish: {message: {oneOf: [{$ref: '#/components/messages/A'}]}}}
components:
  messages:
    A: {oneOf: [{$ref: '#/components/messages/B'}, {payload: ${deep}}]}
    B: {oneOf: [{$ref: '#/components/messages/A'}]}
`
  expect(await problems(text)).toEqual([
    '7: Type "nul" is none of array, boolean, integer, null, number, object, string. Did you mean "null"?',
  ])
})

async function problems(text: string): Promise<string[]> {
  const contract = await read(text)
  return structureProblems(contract.document).map(({at, message}) => `${contract.locate(at).start.line}: ${message}`)
}
