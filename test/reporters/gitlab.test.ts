import {Ajv} from 'ajv'
import {expect, test} from 'vitest'
import type {Report} from '../../src/core/report.js'
import {gitlab} from '../../src/reporters/gitlab.js'
import {awkward, findingAt} from './awkward.js'
import {report, style} from './report.js'

// What GitLab's manual demands of a code quality report; an entry without one of these is dropped.
const validate = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: {type: 'string', minLength: 1},
      check_name: {type: 'string', minLength: 1},
      fingerprint: {type: 'string', minLength: 1},
      severity: {enum: ['info', 'minor', 'major', 'critical', 'blocker']},
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: {type: 'string', pattern: '^(?!\\./|/)'},
          lines: {
            type: 'object',
            required: ['begin'],
            properties: {begin: {type: 'integer', minimum: 1}, end: {type: 'integer', minimum: 1}},
          },
        },
      },
    },
  },
})

function issues(given: Report) {
  const list = JSON.parse(gitlab(given, style))
  validate(list)
  expect(validate.errors ?? []).toEqual([])
  const ids = list.map(({fingerprint}: {fingerprint: string}) => fingerprint)
  expect(new Set(ids).size, 'GitLab shows one of those with the same fingerprint').toBe(ids.length)
  return list
}

test('has what GitLab demands', () => {
  expect(issues(report)).toMatchObject([
    {
      check_name: 'openapi/document-info',
      description: '"info" has no "description".',
      severity: 'minor',
      content: {body: 'Say what it is about.'},
      location: {path: 'contracts/orders.yaml', lines: {begin: 2, end: 2}},
    },
    {check_name: 'openapi/operation-id', severity: 'major', location: {lines: {begin: 6}}},
  ])
  issues(awkward)
})

test('is an empty list without findings, not nothing: GitLab compares with it', () => {
  expect(issues({outcome: 'pass', summary: 'Clean.', findings: []})).toEqual([])
})

test('a finding keeps its fingerprint when lines move, and twins have one each', () => {
  const ids = (lines: readonly number[]) =>
    issues({outcome: 'fail', summary: 'Bad.', findings: lines.map(line => findingAt(line))}).map(
      ({fingerprint}: {fingerprint: string}) => fingerprint,
    )
  expect(ids([5, 9])).toEqual(ids([105, 2009]))
  expect(ids([5])).toEqual(ids([5, 9]).slice(0, 1))
})
