import {expect, test} from 'vitest'
import {mergeParts} from '../../src/scaffold/parts.js'

test('JSON: members go into objects, items behind items; dependencies stay in order', () => {
  const base = {name: 'a', scripts: {test: 'x', build: 'y'}, files: ['a'], dependencies: {ajv: '1', zod: '1'}}
  const part = {scripts: {migrate: 'z'}, files: ['b'], dependencies: {pg: '1', zod: '2'}}
  const merged = JSON.parse(mergeParts('package.json', [JSON.stringify(base), JSON.stringify(part)]))
  expect(merged).toEqual({
    name: 'a',
    scripts: {test: 'x', build: 'y', migrate: 'z'},
    files: ['a', 'b'],
    dependencies: {ajv: '1', pg: '1', zod: '2'},
  })
  expect(Object.keys(merged.scripts)).toEqual(['test', 'build', 'migrate'])
  expect(Object.keys(merged.dependencies)).toEqual(['ajv', 'pg', 'zod'])
})

test('JSON ends with a line end and keeps __proto__ as the member that it is', () => {
  expect(mergeParts('a.json', ['{"a": 1}', '{"__proto__": {"b": 2}}'])).toBe(
    '{\n  "a": 1,\n  "__proto__": {\n    "b": 2\n  }\n}\n',
  )
})

test('YAML: keys go into mappings, items behind items, and every comment stays', () => {
  const base = `# About.
tags:
  - name: health
    description: Ours.

paths:
  # The first.
  /health:
    get: {a: 1}

components:
  schemas:
    "Health": {type: object}
  # At the end.
x-text: |
  paths:
    not a key
`
  const part = `
# More of them.
tags:
  - name: orders
paths:
  /orders/{id}:
    get:
      description: "a: b"
components:
  headers:
    ETag: {}
  schemas:
    Order: # Ours, too.
      type: object
`
  expect(mergeParts('contracts/openapi.yaml', [base, part])).toBe(`# About.
tags:
  - name: health
    description: Ours.
  - name: orders

paths:
  # The first.
  /health:
    get: {a: 1}
  /orders/{id}:
    get:
      description: "a: b"

components:
  schemas:
    "Health": {type: object}
    Order: # Ours, too.
      type: object
  headers:
    ETag: {}
  # At the end.
x-text: |
  paths:
    not a key
`)
})

test('YAML: of two single values the later one counts, and a new key brings its comment along', () => {
  expect(mergeParts('a.yml', ['a: 1 # old\nb: {c: 1}\n', '# Why.\nd: 2\n\na: 3\nb:\n  c: 2\n'])).toBe(
    'a: 3\nb:\n  c: 2\n# Why.\nd: 2\n',
  )
})

test('three parts come in their order', () => {
  expect(mergeParts('x.yaml', ['a:\n  - 1\n', 'a:\n  - 2\n', 'a:\n  - 3\n'])).toBe('a:\n  - 1\n  - 2\n  - 3\n')
})

test('everything else goes behind what is there, with one line end between', () => {
  expect(mergeParts('src/features.ts', ['// Ours.\n\n\n', 'export {a}\n', 'export {b}\n'])).toBe(
    '// Ours.\nexport {a}\nexport {b}\n',
  )
  expect(mergeParts('.env.example', ['A=1', '\nB=2\n'])).toBe('A=1\n\nB=2\n')
})

test('a file that only one template has a part of is that part', () => {
  expect(mergeParts('compose.json', ['{"a":1}'])).toBe('{"a":1}')
})
