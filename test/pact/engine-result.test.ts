import {expect, test} from 'vitest'
import {readEngineResult} from '../../src/pact/verify/engine-result.js'

const mismatches = [
  {
    type: 'BodyMismatch',
    path: '$.id',
    expected: '1',
    actual: '"1"',
    mismatch: `Expected '1' (String) to be an integer`,
  },
  {
    type: 'HeaderMismatch',
    key: 'X-Kind',
    expected: '"new"',
    actual: '',
    mismatch: `Expected a header 'X-Kind' but was missing`,
  },
  {type: 'StatusMismatch', expected: 200, actual: 500, mismatch: 'expected 200 but was 500'},
]
const errors = [
  {
    interaction: 'Verifying a pact between web and orders Given x - mesh-interaction-2',
    mismatch: {interactionId: '', type: 'mismatches', mismatches},
  },
]

/** As 16.5 gives them, and as 17.1 does. */
const shapes = {
  '16.5': {
    result: false,
    errors,
    pendingErrors: [],
    interactionResults: [
      {description: 'mesh-interaction-1', duration: '36ms', result: 'OK'},
      {description: 'mesh-interaction-2', duration: '1m 2.5s', result: 'Error'},
    ],
  },
  '17.1': {
    result: false,
    errors,
    pendingErrors: [],
    interactionResults: [
      {consumer: 'web', description: 'mesh-interaction-1', duration: '36ms', pending: false, result: 'OK'},
      {
        consumer: 'web',
        description: 'mesh-interaction-2',
        duration: '1m 2.5s',
        pending: false,
        result: 'Error',
        mismatch: {type: 'mismatches', mismatches},
      },
    ],
  },
}

test.each(Object.entries(shapes))('the result of %s is read', (_version, shape) => {
  const {verdicts, complaints} = readEngineResult(JSON.stringify(shape))
  expect(complaints).toEqual([])
  expect(verdicts.get(1)).toEqual({passed: true, durationMs: 36, mismatches: []})
  expect(verdicts.get(2)).toEqual({
    passed: false,
    durationMs: 62_500,
    mismatches: [
      {type: 'StatusMismatch', expected: '200', actual: '500', message: 'expected 200 but was 500'},
      {
        type: 'HeaderMismatch',
        key: 'X-Kind',
        expected: '"new"',
        actual: '',
        message: `Expected a header 'X-Kind' but was missing`,
      },
      {
        type: 'BodyMismatch',
        path: '$.id',
        expected: '1',
        actual: '"1"',
        message: `Expected '1' (String) to be an integer`,
      },
    ],
  })
})

test('an interaction that could not be asked has the reason', () => {
  const text = JSON.stringify({
    result: false,
    errors: [{interaction: 'x - mesh-interaction-1', mismatch: {type: 'error', message: 'error sending request'}}],
    interactionResults: [],
  })
  expect(readEngineResult(text).verdicts.get(1)).toEqual({
    passed: false,
    durationMs: undefined,
    mismatches: [{type: 'Error', message: 'error sending request'}],
  })
})

test.each([
  ['no JSON', 'Verification was unable to run', 'Verification was unable to run'],
  ['nothing', '', 'It gave no result.'],
  [
    'a failure without a reason',
    '{"result": false, "errors": [], "interactionResults": []}',
    'It says that the verification failed, and does not say why.',
  ],
  [
    'an error without an interaction',
    '{"result": false, "errors": [{"interaction": "Failed to load pact", "mismatch": {"message": "no such file"}}]}',
    'Failed to load pact: no such file',
  ],
])('%s is a complaint, and nothing is green', (_what, text, complaint) => {
  const {verdicts, complaints} = readEngineResult(text)
  expect(complaints).toEqual([complaint])
  expect(verdicts.size).toBe(0)
})
