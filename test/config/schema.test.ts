import {Ajv2020} from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import {load} from 'js-yaml'
import {expect, test} from 'vitest'
import {z} from 'zod'
import {configSchema} from '../../src/config/schema.js'
import {exampleConfiguration} from '../../src/docs/configuration-page.js'

const schema = z.toJSONSchema(configSchema, {io: 'input'})
const ajv = new Ajv2020({strict: false})
formats.default(ajv)
const validate = ajv.compile(schema)

/** What an editor and mesh itself think of a configuration. */
function verdicts(text: string): [boolean, boolean] {
  const value = load(text)
  return [validate(value), configSchema.safeParse(value).success]
}

test('editors accept what mesh accepts', () => {
  expect(verdicts('{}')).toEqual([true, true])
  expect(verdicts(exampleConfiguration)).toEqual([true, true])
  expect(verdicts('lint: {rules: {openapi/path-style: [warning, {allow: [news]}]}}')).toEqual([true, true])
})

test.each([
  'lnit: {}',
  'lint: {rules: {openapi/path-style: fatal}}',
  'lint: {rules: {openapi/path-style: [warning]}}',
  'contracts: {include: all}',
  'loadtest: {targets: {staging: {contract: openapi.yaml}}}',
  'pact: {provider: 1}',
])('editors reject what mesh rejects: %s', text => {
  expect(verdicts(text)).toEqual([false, false])
})

interface Described {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
  readonly additionalProperties?: Described | boolean
}

test('every key has a description', () => {
  const silent: string[] = []
  const walk = (node: Described, path: string) => {
    if (path !== '' && !node.description?.endsWith('.') && !path.endsWith('<name>')) silent.push(path)
    for (const [key, child] of Object.entries(node.properties ?? {})) walk(child, `${path}.${key}`)
    if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, `${path}.<name>`)
  }
  // zod's type of a JSON Schema is wider than what it writes.
  walk(schema as Described, '')
  expect(silent).toEqual([])
})
