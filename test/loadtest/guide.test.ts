import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {expect, test} from 'vitest'
import {followPage} from '../page.js'
import {startTarget} from './target/target.js'

/** A line with a measured figure has other numbers in each run, in other units, and columns as wide as they need. */
function compared(line: string): string {
  const isMeasured = /\d (ms|s|%)(?![a-z])|connections used/.test(line)
  const words = isMeasured ? line.replaceAll(/\d[\d.,]* (ms|s)\b/g, '#').replaceAll(/\d[\d.,]*/g, '#') : line
  return words.replaceAll(/ {2,}/g, '  ')
}

test('lines with measured figures are compared by their words, all others as they are', () => {
  expect(compared('  service time  40.3 ms   1.20 s')).toBe(compared('  service time   9.99 ms  300 ms'))
  expect(compared('✓ p95<50ms: 43.4 ms')).not.toBe(compared('✗ p95<50ms: 63.4 ms'))
  expect(compared('· Answers: 200 × 1,000.')).toBe('· Answers: 200 × 1,000.')
})

// MESH_WRITE_GUIDE=1 puts the figures of this machine into the guide.
const isWritten = process.env['MESH_WRITE_GUIDE'] === '1'

test('docs/guide/loadtest.md', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mesh-guide-'))
  const target = await startTarget({delay: 40})
  const [usual, free] = ['127.0.0.1:3000', `127.0.0.1:${target.port}`]
  try {
    await followPage(
      resolve('docs/guide/loadtest.md'),
      cwd,
      {},
      {
        inPlace: text => text.replaceAll(usual, free),
        compared: line => compared(line.replaceAll(free, usual)),
        isDisturbed: output => output.includes('enerator was late') || output.includes('enerator itself'),
        rewritten: isWritten ? page => page.replaceAll(free, usual) : undefined,
      },
    )
  } finally {
    await target.stop()
    rmSync(cwd, {recursive: true, force: true})
  }
}, 240_000)
