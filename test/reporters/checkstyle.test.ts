import {expect, test} from 'vitest'
import {checkstyle} from '../../src/reporters/checkstyle.js'
import {awkward, awkwardPath, findingAt} from './awkward.js'
import {report, style} from './report.js'
import {parseXml} from './well-formed.js'

test('has one element per file and one per finding, in the order of the places', () => {
  const root = parseXml(checkstyle(report, style))
  expect(root.name).toBe('checkstyle')
  expect(root.children.map(({name, attributes}) => [name, attributes.name])).toEqual([
    ['file', 'contracts/orders.yaml'],
  ])
  expect(root.children[0]?.children.map(({attributes}) => attributes)).toEqual([
    {
      line: '2',
      column: '1',
      severity: 'warning',
      message: '"info" has no "description".',
      source: 'openapi/document-info',
    },
    {
      line: '6',
      column: '5',
      severity: 'error',
      message: '"GET /orders" has no operationId.',
      source: 'openapi/operation-id',
    },
  ])
})

test('knows the severities that Checkstyle has', () => {
  const findings = (['error', 'warning', 'info'] as const).map((severity, line) => findingAt(line + 1, {severity}))
  const [file] = parseXml(checkstyle({...report, findings}, style)).children
  expect(file?.children.map(({attributes}) => attributes.severity)).toEqual(['error', 'warning', 'info'])
})

test('is well-formed whatever the texts are, and loses nothing that XML can say', () => {
  const [file] = parseXml(checkstyle(awkward, style)).children
  expect(file?.attributes.name).toBe(awkwardPath.replace('\uD800', '\uFFFD'))
  expect(file?.children[0]?.attributes.message).toBe(
    awkward.findings[0]?.message.replaceAll(/[\u0000\u001B]|\uD800/g, '\uFFFD'),
  )
})

test('is well-formed without findings', () => {
  expect(parseXml(checkstyle({outcome: 'pass', summary: 'Clean.', findings: []}, style)).children).toEqual([])
})

test('names files as the repository does', () => {
  const root = parseXml(checkstyle(report, {...style, pathInRepository: path => `services/orders/${path}`}))
  expect(root.children[0]?.attributes.name).toBe('services/orders/contracts/orders.yaml')
})
