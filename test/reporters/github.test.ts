import {expect, test} from 'vitest'
import {github} from '../../src/reporters/github.js'
import {awkward, awkwardMessage, awkwardPath, findingAt} from './awkward.js'
import {report, style} from './report.js'

/** Reads a line as the runner of GitHub Actions does. */
function command(line: string) {
  const match = /^::(?<name>error|warning|notice) (?<properties>.*?)::(?<data>.*)$/.exec(line)
  if (!match?.groups) throw new Error(`The runner would print this line: ${line}`)
  const {name, properties = '', data = ''} = match.groups
  const pairs = properties.split(',').map(pair => {
    const at = pair.indexOf('=')
    return [
      pair.slice(0, at),
      lineBreaks(pair.slice(at + 1))
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ','),
    ]
  })
  return {
    name,
    properties: Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value.replaceAll('%25', '%')])),
    message: lineBreaks(data).replaceAll('%25', '%'),
  }
}

function lineBreaks(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')
}

test('is a command per finding, errors first, and the summary as a line of the log', () => {
  const lines = github(report, style).split('\n')
  expect(lines).toEqual([
    '::error file=contracts/orders.yaml,line=6,endLine=6,col=5,endColumn=8,title=openapi/operation-id::"GET /orders" has no operationId.',
    '::warning file=contracts/orders.yaml,line=2,endLine=2,col=1,endColumn=5,title=openapi/document-info::"info" has no "description". Say what it is about.',
    '1 error and 1 warning in 1 contract.',
    '',
  ])
})

test('calls what is only told a notice', () => {
  const [line = ''] = github({...report, findings: [findingAt(3, {severity: 'info'})]}, style).split('\n')
  expect(command(line).name).toBe('notice')
})

test('keeps a message with line breaks, percent signs, colons and commas whole and on one line', () => {
  const [line = '', ...rest] = github(awkward, style).split('\n')
  const {name, properties, message} = command(line)
  expect(name).toBe('error')
  expect(properties.file).toBe(awkwardPath)
  expect(message).toBe(`${awkwardMessage} ${awkwardMessage}`)
  expect(rest.join('\n'), 'the summary is no command').not.toMatch(/^\s*(::|##\[)/m)
})

test('has no columns where a range goes over several lines', () => {
  const {properties} = command(github(awkward, style).split('\n')[0] ?? '')
  expect(properties).toMatchObject({line: '1', endLine: '3'})
  expect(properties).not.toHaveProperty('col')
  expect(properties).not.toHaveProperty('endColumn')
})

test('a summary that looks like a command is none', () => {
  for (const summary of ['::error::no', '  ##[error]no'])
    expect(github({...report, findings: [], summary}, style)).not.toMatch(/^\s*(::|##\[)/m)
})

test('names files as the repository does', () => {
  const [line = ''] = github(report, {...style, pathInRepository: path => `services/a/${path}`}).split('\n')
  expect(command(line).properties.file).toBe('services/a/contracts/orders.yaml')
})
