import {expect, test} from 'vitest'
import {type PactFile, readPact} from '../../src/pact/pacts/pact-file.js'
import {placeOf, placeOfState} from '../../src/pact/verify/place-of.js'

const text = `{
  "consumer": {"name": "web"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"}},
  "interactions": [{
    "type": "Synchronous/HTTP",
    "description": "an order",
    "providerStates": [{"name": "one"}, {"name": "two"}],
    "request": {},
    "response": {
      "status": 200,
      "headers": {"X-Kind": ["new"], "Content-Type": ["application/json"]},
      "body": {"contentType": "application/json", "content": {
        "id": 1,
        "items": [{"first name": "x", "count": 2}]
      }}
    }
  }]
}`

function pact(): {file: PactFile; lines: string[]} {
  const file = readPact({path: 'a.json', text})
  if (!file) throw new Error('It is a pact.')
  return {file, lines: text.split('\n')}
}

test.each([
  [{type: 'StatusMismatch'}, '200'],
  [{type: 'HeaderMismatch', key: 'x-kind'}, '["new"]'],
  [{type: 'HeaderMismatch', path: 'Content-Type'}, '["application/json"]'],
  [{type: 'BodyTypeMismatch'}, '["application/json"]'],
  [{type: 'BodyMismatch', path: '$.id'}, '1'],
  [{type: 'BodyMismatch', path: '$.items[0].count'}, '2'],
  [{type: 'BodyMismatch', path: '$.items[7].count'}, '2'],
  [{type: 'BodyMismatch', path: `$.items[*]['first name']`}, '"x"'],
  [{type: 'BodyMismatch', path: '$.items[0].unknown'}, '{"first name": "x", "count": 2}'],
  [{type: 'Error'}, '"an order"'],
])('%j is at %s', (mismatch, expected) => {
  const {file, lines} = pact()
  const [interaction] = file.interactions
  if (!interaction) throw new Error('There is one.')
  const {start, end} = placeOf(file, interaction, {...mismatch, message: ''})
  expect(lines[start.line - 1]?.slice(start.column - 1, end.column - 1)).toBe(expected)
})

test('a state is at its name, and an unknown one at the list', () => {
  const {file} = pact()
  const [interaction] = file.interactions
  if (!interaction) throw new Error('There is one.')
  expect(placeOfState(file, interaction, 'two').start).toEqual({line: 6, column: 50})
  expect(placeOfState(file, interaction, 'three').start).toEqual({line: 6, column: 23})
})
