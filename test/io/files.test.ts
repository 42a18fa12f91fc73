import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {MeshError} from '../../src/core/errors.js'
import {writeTextFile} from '../../src/io/files.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-files-'))
})

afterEach(() => rmSync(folder, {recursive: true, force: true}))

test('makes missing folders and leaves nothing but the file', async () => {
  await writeTextFile(join(folder, 'reports/new/a.sarif'), 'text')
  expect(readFileSync(join(folder, 'reports/new/a.sarif'), 'utf8')).toBe('text')
  expect(readdirSync(join(folder, 'reports/new'))).toEqual(['a.sarif'])
})

test('a link stays a link, and what it leads to is written', async () => {
  writeFileSync(join(folder, 'real.txt'), 'old')
  symlinkSync('real.txt', join(folder, 'link.txt'))
  await writeTextFile(join(folder, 'link.txt'), 'new')
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe('new')
})

test.skipIf(!existsSync('/dev/null'))('a device stays a device', async () => {
  await writeTextFile('/dev/null', 'text')
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
})

test('a folder is told about, and nothing is left in it', async () => {
  await expect(writeTextFile(folder, 'text')).rejects.toThrow(MeshError)
  expect(readdirSync(folder)).toEqual([])
})
