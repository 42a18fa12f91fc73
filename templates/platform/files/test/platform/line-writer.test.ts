import {pino, stdTimeFunctions} from 'pino'
import {expect, test} from 'vitest'
import {lineWriter, quoted} from '../../src/platform/logging/line-writer.js'
import {createLogger} from '../../src/platform/logging/logger.js'

function logger() {
  const lines: string[] = []
  const about = {service: 'a "quoted" service', version: '1.0.0', level: 'info'}
  return {lines, logger: createLogger(about, {write: (line: string) => void lines.push(line)})}
}

const withoutTime = (line: string | undefined) => line?.replace(/"time":"[^"]+"/, '"time":""')

test.each(['info', 'error'] as const)('a line at %s is the one that the logger would write', level => {
  const {lines, logger: log} = logger()
  log[level]({path: '/a"b\\\n', statusCode: 200, durationMs: 0.5}, 'Request served.')
  lineWriter(log, 'Request served.')(level, `"path":${quoted('/a"b\\\n')},"statusCode":200,"durationMs":0.5`)
  expect(lines).toHaveLength(2)
  expect(withoutTime(lines[1])).toBe(withoutTime(lines[0]))
  expect(Math.abs(Date.parse(JSON.parse(lines[1] ?? '').time) - Date.now())).toBeLessThan(10_000)
})

test('members of a child logger are in the line', () => {
  const {lines, logger: log} = logger()
  lineWriter(log.child({instance: 7}), 'Done.')('info', '"a":1')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({instance: 7, a: 1, msg: 'Done.'})
})

test('a destination that wants to know more than the text is told', () => {
  const seen: {level?: number; line: string}[] = []
  const destination = {
    [pino.symbols.needsMetadataGsym]: true as const,
    lastLevel: 0,
    write(line: string) {
      seen.push({level: this.lastLevel, line})
    },
  }
  const log = pino({timestamp: stdTimeFunctions.isoTime}, destination as never)
  lineWriter(log, 'Done.')('error', '"a":1')
  expect(seen).toHaveLength(1)
  expect(seen[0]?.level).toBe(50)
  expect(JSON.parse(seen[0]?.line ?? '')).toMatchObject({a: 1, msg: 'Done.'})
})

test.each(['', 'plain/path:1.0', 'ä', '"', '\\', '\n', '\u2028', '\ud800', 'a b'])('%j is written as JSON', text => {
  expect(JSON.parse(quoted(text))).toBe(text)
})
