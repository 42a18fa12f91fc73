import {describe, expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import {referencesIn} from '../../../src/contracts/json/reference-walk.js'
import {References, type Referred, targetOf} from '../../../src/contracts/json/references.js'

function documentOf(text: string, path = 'a/b.yaml') {
  const [document] = readJson({path, text}).documents
  if (!document) throw new Error('The text cannot be read.')
  return document
}

describe('where a $ref points', () => {
  test.each([
    ['#/a', 'a/b.yaml', '/a'],
    ['c.yaml', 'a/c.yaml', ''],
    ['./c.yaml#/x', 'a/c.yaml', '/x'],
    ['../c.yaml#', 'c.yaml', ''],
    ['../../c.yaml', '../c.yaml', ''],
    ['with%20blank.yaml#/a%7Bb%7D', 'a/with blank.yaml', '/a{b}'],
    ['#/100%', 'a/b.yaml', '/100%'],
    ['/abs.yaml', 'a/abs.yaml', ''],
    ['https://example.com/x.yaml#/y', 'https://example.com/x.yaml', '/y'],
    ['#name', 'a/b.yaml', 'name'],
  ])('%s', (ref, path, fragment) => {
    expect(targetOf(documentOf('a: 1').root, ref)).toEqual({path, fragment})
  })

  test('a relative one in a fetched document', () => {
    const {root} = documentOf('a: 1', 'https://example.com/specs/a.yaml')
    expect(targetOf(root, 'b.yaml#/c').path).toBe('https://example.com/specs/b.yaml')
  })
})

describe('following', () => {
  const document = documentOf(`
one: {$ref: '#/two'}
two: {$ref: '#/list/1'}
list: [a, {x: 1}]
self: {$ref: '#/self'}
ring: {$ref: '#/ring2'}
ring2: {$ref: '#/ring'}
into: {$ref: '#/ring'}
lost: {$ref: '#/list/7'}
near: {$ref: '#/lits'}
other: {$ref: 'parts.yaml#/a~1b/c~0d'}
gone: {$ref: 'gone.yaml'}
anchored: {$ref: '#named'}
target: {$anchor: named, here: true}
identified: {$ref: 'https://example.com/schemas/order'}
order: {$id: 'https://example.com/schemas/order', here: true}
odd: {$ref: '#/__proto__/x'}
`)
  const parts = documentOf('a/b: {c~d: {$ref: "b.yaml#/list/1"}}', 'a/parts.yaml')
  const references = new References(
    new Map<string, Referred>([
      ['a/parts.yaml', parts],
      ['a/b.yaml', document],
      ['a/gone.yaml', {failure: '"a/gone.yaml" cannot be read.'}],
    ]),
  )
  const final = (key: string) => references.resolve(document.root.get(key) ?? document.root)?.value
  const failure = (key: string) => {
    const node = document.root.get(key)
    const step = node?.ref === undefined ? undefined : references.step(node, node.ref)
    return step && 'failure' in step ? step.failure : undefined
  }

  test('chains, in the document and through others', () => {
    expect(final('one')).toEqual({x: 1})
    expect(final('list')).toEqual(['a', {x: 1}])
    expect(final('other')).toEqual({x: 1})
  })

  test('a schema with an $id is a resource of its own', () => {
    const document = documentOf(`
order:
  $id: https://example.com/schemas/order
  inside: {$ref: '#/$defs/line'}
  beside: {$ref: customer#/name}
  byPath: {$ref: '#/plain'}
  $defs:
    line: {here: line}
    nested: {$id: nested/part, up: {$ref: ../order#/$defs/line}}
customer:
  $id: https://example.com/schemas/customer
  name: {here: name}
plain: {here: plain, file: {$ref: customer}}
`)
    const found = (...keys: string[]) => {
      const node = document.root.at(...keys)
      return node && new References(new Map()).resolve(node)?.value
    }
    expect(found('order', 'inside')).toEqual({here: 'line'})
    expect(found('order', 'beside')).toEqual({here: 'name'})
    expect(found('order', '$defs', 'nested', 'up')).toEqual({here: 'line'})
    // Many contracts mean the document all the same.
    expect(found('order', 'byPath')).toMatchObject({here: 'plain'})
    expect(found('plain', 'file')).toBeUndefined()
  })

  test('anchors and identifiers', () => {
    expect(final('anchored')).toMatchObject({here: true})
    expect(final('identified')).toMatchObject({here: true})
  })

  test('circles end', () => {
    for (const key of ['self', 'ring', 'into']) expect(final(key)).toBeUndefined()
  })

  test('to nowhere, with the reason', () => {
    expect(failure('lost')).toBe('There is no "7" in "#/list" of the document.')
    expect(failure('near')).toBe('There is no "lits" in the document. Did you mean "list"?')
    expect(failure('gone')).toBe('"a/gone.yaml" cannot be read.')
    expect(failure('odd')).toBe('There is no "__proto__" in the document.')
    expect(final('lost')).toBeUndefined()
  })
})

test('references are not looked for in examples, values and extensions', () => {
  const document = documentOf(`
paths:
  /a:
    get:
      responses:
        default: {$ref: '#/yes/default-is-a-status'}
      parameters:
        - {schema: {default: {$ref: '#/no'}, enum: [{$ref: '#/no'}], const: {$ref: '#/no'}, examples: [{$ref: '#/no'}]}}
      requestBody:
        content:
          application/json:
            example: {$ref: '#/no'}
            examples:
              one: {$ref: '#/yes/example-object'}
              two: {value: {$ref: '#/no'}}
      x-notes: {$ref: '#/no'}
components:
  schemas:
    $ref: schemas.yaml
    A:
      properties:
        default: {$ref: '#/yes/property-called-default'}
        x-y: {$ref: '#/yes/property-called-x'}
        $ref: {type: string}
`)
  expect(
    referencesIn(document)
      .map(({ref}) => ref)
      .sort(),
  ).toEqual([
    '#/yes/default-is-a-status',
    '#/yes/example-object',
    '#/yes/property-called-default',
    '#/yes/property-called-x',
    'schemas.yaml',
  ])
})
