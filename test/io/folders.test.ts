import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {Interrupted} from '../../src/core/errors.js'
import {checkVacant, type FolderFile, writeFolder} from '../../src/io/folders.js'

let place: string

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'mesh-folders-'))
})

afterEach(() => rmSync(place, {recursive: true, force: true}))

const file = (path: string, content = path, mode = 0o644): FolderFile => ({path, content: Buffer.from(content), mode})

const files = [
  file('package.json'),
  file('src/deep/a.ts'),
  file('bin/start.sh', '#!/bin/sh', 0o755),
  file('.gitignore'),
]

const patient = new AbortController().signal

test('writes all files with their modes, in folders that others may enter', async () => {
  await writeFolder(join(place, 'orders'), files, patient)
  expect(readdirSync(place)).toEqual(['orders'])
  expect(readFileSync(join(place, 'orders/src/deep/a.ts'), 'utf8')).toBe('src/deep/a.ts')
  const bits = (path: string) => statSync(join(place, path)).mode & 0o777 & ~process.umask()
  expect(bits('orders/bin/start.sh')).toBe(0o755 & ~process.umask())
  expect(bits('orders/package.json')).toBe(0o644 & ~process.umask())
  expect(bits('orders')).toBe(0o777 & ~process.umask())
})

test('makes the folders above it', async () => {
  await writeFolder(join(place, 'services/eu/orders'), files, patient)
  expect(readdirSync(join(place, 'services/eu'))).toEqual(['orders'])
})

test.each([[[]], [['.git']]])(
  'fills an existing folder that has only %j and keeps it the same folder',
  async entries => {
    const folder = join(place, 'orders')
    mkdirSync(folder)
    for (const name of entries) mkdirSync(join(folder, name))
    const before = statSync(folder).ino
    await writeFolder(folder, files, patient)
    expect(statSync(folder).ino).toBe(before)
    expect(readdirSync(folder).sort()).toEqual([...entries, '.gitignore', 'bin', 'package.json', 'src'].sort())
  },
)

test('names what is in a folder that is not empty, and touches nothing', async () => {
  for (const name of ['b', 'a', 'd', 'c', 'e']) writeFileSync(join(place, name), name)
  await expect(writeFolder(place, files, patient)).rejects.toThrow('is not empty: it has "a", "b", "c" and 2 more.')
  expect(readdirSync(place).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a file, a path through a file and a link that leads nowhere are sentences', async () => {
  writeFileSync(join(place, 'file'), '')
  symlinkSync(join(place, 'nowhere'), join(place, 'link'))
  await expect(checkVacant(join(place, 'file'))).rejects.toThrow('/file" is a file, not a folder.')
  await expect(checkVacant(join(place, 'link'))).rejects.toThrow('/link" is a symbolic link that leads nowhere')
  await expect(checkVacant(join(place, 'file/orders'))).rejects.toThrow('a part of the path is not a folder.')
  await expect(checkVacant(join(place, 'x'.repeat(300)))).rejects.toThrow('the name is too long.')
  symlinkSync(join(place, 'loop'), join(place, 'loop'))
  await expect(checkVacant(join(place, 'loop'))).rejects.toThrow('its symbolic links form a loop.')
  expect(readdirSync(place).sort()).toEqual(['file', 'link', 'loop'])
})

test.each(['absent', 'empty'])('leaves nothing when writing fails half way (folder %s)', async state => {
  const folder = state === 'absent' ? join(place, 'above/orders') : join(place, 'orders')
  if (state === 'empty') mkdirSync(folder)
  const impossible = file(`src/${'x'.repeat(300)}`)
  await expect(writeFolder(folder, [...files, impossible], patient)).rejects.toThrow('the name is too long.')
  expect(readdirSync(place, {recursive: true})).toEqual(state === 'empty' ? ['orders'] : [])
})

test.each(['absent', 'empty'])('leaves nothing when it is interrupted (folder %s)', async state => {
  const folder = join(place, 'orders')
  if (state === 'empty') mkdirSync(folder)
  const controller = new AbortController()
  const writing = writeFolder(folder, files, controller.signal)
  setImmediate(() => controller.abort(new Interrupted('Interrupted.')))
  await expect(writing).rejects.toThrow(Interrupted)
  expect(readdirSync(place, {recursive: true})).toEqual(state === 'empty' ? ['orders'] : [])
})

test('can be taken away again, with the folders that were made for it and with what came later', async () => {
  const written = await writeFolder(join(place, 'services/eu/orders'), files, patient)
  mkdirSync(join(place, 'services/eu/orders/node_modules'))
  await written.remove()
  expect(readdirSync(place)).toEqual([])
})

test('taking it away leaves a folder that was there before, its repository and its neighbours', async () => {
  mkdirSync(join(place, 'services/orders/.git'), {recursive: true})
  const written = await writeFolder(join(place, 'services/orders'), files, patient)
  const neighbour = await writeFolder(join(place, 'services/users'), files, patient)
  await written.remove()
  expect(readdirSync(join(place, 'services/orders'))).toEqual(['.git'])
  expect(readdirSync(join(place, 'services')).sort()).toEqual(['orders', 'users'])
  await neighbour.remove()
})
