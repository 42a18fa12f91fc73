import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {expect, test} from 'vitest'

/*
 * What the recorder does to the native library, with a library whose requests arrive when the test says so: the real one
 * loses them only now and then.
 */
function inProcess(script: string, env: Readonly<Record<string, string>> = {}): unknown {
  const recorder = pathToFileURL(resolve('dist/pact/child/record.js')).href
  const text = `
    const library = {}
    process.dlopen = module => { module.exports = library }
    const load = async () => {
      await import(${JSON.stringify(recorder)})
      const module = {exports: {}}
      process.dlopen(module, 'pact.node')
      return module.exports
    }
    ${script}`
  const words = ['--input-type=module', '-e', text]
  return JSON.parse(execFileSync(process.execPath, words, {encoding: 'utf8', env: {...process.env, ...env}}))
}

const arriving = (after: number, type: string) => `
  let asked = 0
  const found = () => ++asked > ${after} ? [] : [{type: '${type}'}]
  library.pactffiMockServerMismatches = port => JSON.stringify(found())
  library.pactffiMockServerMatched = port => found().length === 0
  const {pactffiMockServerMatched} = await load()
  console.log(JSON.stringify({matched: pactffiMockServerMatched(1), asked}))`

test('a request that the mock server has answered and not yet counted is waited for', () => {
  const env = {MESH_PACT_RECORD: tmpdir()}
  expect(inProcess(arriving(5, 'missing-request'), env)).toEqual({matched: true, asked: 7})
  // Any other mismatch is told at once, and without the recorder nothing is waited for.
  expect(inProcess(arriving(5, 'request-mismatch'), env)).toEqual({matched: false, asked: 2})
  expect(inProcess(arriving(5, 'missing-request'))).toEqual({matched: false, asked: 1})
})

test('every write goes into a folder of its own, with a note on where it was to go; all else is handed on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-record-'))
  try {
    const script = `
      const calls = []
      library.pactffiWritePactFile = (...given) => { calls.push(given); return 0 }
      library.pactffiOther = (...given) => given.length
      const {pactffiWritePactFile: write, pactffiOther: other} = await load()
      console.log(JSON.stringify([write(7, 'pacts', true), write(8, 'pacts', true), other(1, 2, 3), calls]))`
    const [first, second, other, calls] = inProcess(script, {MESH_PACT_RECORD: folder}) as [
      number,
      number,
      number,
      [number, string, boolean][],
    ]
    expect([first, second, other]).toEqual([0, 0, 3])
    expect(calls.map(([handle, , overwrite]) => [handle, overwrite])).toEqual([
      [7, true],
      [8, true],
    ])
    const folders = calls.map(([, own]) => own)
    expect(new Set(folders).size).toBe(2)
    expect(readdirSync(folder).map(name => join(folder, name))).toEqual(folders)
    for (const own of folders)
      expect(JSON.parse(readFileSync(join(own, 'note.txt'), 'utf8')).folder).toBe(resolve('pacts'))
  } finally {
    rmSync(folder, {recursive: true})
  }
})
