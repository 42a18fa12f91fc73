import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {configSchema} from '../../src/config/schema.js'
import {checks} from '../../src/contracts/checks.js'
import {silent} from '../../src/core/progress.js'
import {lintContracts} from '../../src/lint/contracts.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-checks-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** The examples of the built-in checks are their documentation; they are run like those of rules. */
describe.each(checks.map(check => [check.id, check] as const))('%s', (id, {summary, why, fix, examples}) => {
  test('is documented', () => {
    expect(summary).toMatch(/^(Require|Disallow|Enforce) .+[^.]$/)
    for (const text of [why, fix]) expect(text).toMatch(/^[A-Z`].+\.$/)
    for (const text of examples.valid) expect(wanted(text)).toEqual([])
    for (const text of examples.invalid) expect(wanted(text)).not.toEqual([])
  })

  test.each([...examples.valid, ...examples.invalid])('example %#', async text => {
    const path = join(folder, 'example.yaml')
    writeFileSync(path, text)
    const {findings} = await lintContracts({
      paths: [path],
      config: configSchema.parse({}),
      root: folder,
      cwd: folder,
      allowRemote: false,
      progress: silent,
      signal: new AbortController().signal,
    })
    const found = findings
      .filter(({rule}) => rule === id)
      .map(({location: {start}, message}) => `${start.line}: ${message}`)
    expect(found.sort()).toEqual(wanted(text).sort())
  })
})

function wanted(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const message = /# want: (.+)$/.exec(line)?.[1]
    return message === undefined ? [] : `${index + 1}: ${message}`
  })
}
