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
import {readTextFile, writeTextFile} from '../../src/io/files.js'

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

test.each([
  ['UTF-8', Buffer.from('título: 1')],
  ['UTF-16, little end first, with its mark', Buffer.from('\uFEFFtítulo: 1', 'utf16le')],
  ['UTF-16, big end first, with its mark', Buffer.from('\uFEFFtítulo: 1', 'utf16le').swap16()],
])('a text in %s is read', async (_, bytes) => {
  writeFileSync(join(folder, 'a.yaml'), bytes)
  expect((await readTextFile(join(folder, 'a.yaml'))).replace('\uFEFF', '')).toBe('título: 1')
})

test.each(['utf16le', 'utf16be'])('a text in %s is read without a mark, too', async encoding => {
  const bytes = Buffer.from('openapi: 3.0.3 # título', 'utf16le')
  writeFileSync(join(folder, 'a.yaml'), encoding === 'utf16be' ? bytes.swap16() : bytes)
  expect(await readTextFile(join(folder, 'a.yaml'))).toBe('openapi: 3.0.3 # título')
})

test.each([
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49])],
  ['numbers of 16 bits', Buffer.from(new Uint16Array([1, 2, 3, 4]).buffer)],
  ['zeros', Buffer.alloc(64)],
])('%s is no text', async (_, bytes) => {
  writeFileSync(join(folder, 'a.yaml'), bytes)
  await expect(readTextFile(join(folder, 'a.yaml'), 'a.yaml')).rejects.toThrow('"a.yaml" is a binary file, not a text.')
})

test.runIf(existsSync('/proc/self'))('a folder that cannot be made is told, not tried without end', async () => {
  await expect(writeTextFile('/proc/none/a.sarif', 'text')).rejects.toThrow('it does not exist.')
})
