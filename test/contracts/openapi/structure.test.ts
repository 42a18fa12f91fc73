import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {readOpenApi} from '../../../src/contracts/openapi/reader.js'
import {structureProblems} from '../../../src/contracts/openapi/structure.js'

const folder = 'test/contracts/openapi/structure'

/** Each file is a document whose faulty lines end in a comment `want: <message>`; one fault is told once. */
test.each(readdirSync(folder))('%s', async name => {
  const text = readFileSync(join(folder, name), 'utf8')
  const wanted = text.split('\n').flatMap((line, index) => {
    const message = /# want: (.+)$/.exec(line)?.[1]
    return message === undefined ? [] : `${index + 1}: ${message}`
  })
  expect((await problems(name, text)).sort()).toEqual(wanted.sort())
})

test('a document of only faults is judged in a moment', async () => {
  const paths = Array.from({length: 20_000}, (_, index) => `  /p${index}: {get: {parameters: [{}], foo: 1}}`)
  const text = `openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n${paths.join('\n')}\n`
  const found = await problems('a.yaml', text)
  expect(found).toHaveLength(20_000 * 5)
})

test('what is wrong with one document is not told of the next', async () => {
  const valid = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n"
  expect(await problems('a.yaml', `${valid}foo: 1\n`)).toHaveLength(1)
  expect(await problems('b.yaml', valid)).toEqual([])
  expect(await problems('c.yaml', `${valid}foo: 1\nbar: 1\n`)).toHaveLength(2)
})

test('the compiled schema of 3.0 finds what swagger-parser finds', async () => {
  const compiled = await import('mesh:structure/3.0')
  const refused: string[] = []
  for (const name of readdirSync(folder)) {
    const value = readJson({path: name, text: readFileSync(join(folder, name), 'utf8')}).documents[0]?.root.value
    // By that member it takes the document for one of 2.0.
    if (!/^3\.0\.\d+$/.test(Object(value).openapi) || 'swagger' in Object(value)) continue
    const error: unknown = await SwaggerParser.validate(structuredClone(Object(value)), {
      resolve: {external: false, file: false, http: false},
      dereference: {circular: 'ignore', excludedPathMatcher: () => true},
    }).catch(each => each)
    // Some documents it refuses before it asks a schema; without an error there is nothing to find.
    if (error instanceof Error && !('details' in error)) continue
    const check = compiled.default
    check(value)
    expect(check.errors ?? [], name).toEqual(error instanceof Error && 'details' in error ? error.details : [])
    refused.push(...(check.errors?.length ? [name] : []))
  }
  expect(refused.length).toBeGreaterThan(0)
})

async function problems(path: string, text: string): Promise<string[]> {
  const [document] = readJson({path, text}).documents
  if (!document) throw new Error(`${path} cannot be read.`)
  const contract = readOpenApi(document)
  const found = await structureProblems(contract.document)
  return found.map(({at, message}) => `${contract.locate(at).start.line}: ${message}`)
}
