import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {linkDependencies} from '../../src/scaffold/link.js'
import {temporaryFolder} from './fixture.js'

function projectWith(manifest: object): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({name: 'orders', type: 'module', ...manifest}))
  return folder
}

test('a project finds what it names, also in scopes and as commands, and nothing else', async () => {
  const folder = projectWith({dependencies: {pluralize: '8.0.0'}, devDependencies: {'@types/pluralize': '0.0.33'}})
  expect(await linkDependencies(folder)).toEqual({linked: true})
  expect(readdirSync(join(folder, 'node_modules')).sort()).toEqual(['.bin', '@types', 'pluralize'])
  expect(existsSync(join(folder, 'node_modules/.bin/tsc'))).toBe(true)
  const run = (code: string) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], {cwd: folder, stdio: 'pipe'})
  expect(run("import p from 'pluralize'; process.stdout.write(p('order'))").toString()).toBe('orders')
  expect(() => run("import 'zod'")).toThrow('ERR_MODULE_NOT_FOUND')
})

test.each([
  [{pluralize: '7.0.0'}, 'The checkout of mesh has 8.0.0 "pluralize" where 7.0.0 is wanted.'],
  [{'no-such-package-here': '1.0.0'}, 'has no "no-such-package-here" where 1.0.0 is wanted.'],
])('it says why not, and links nothing: %j', async (dependencies, reason) => {
  const folder = projectWith({dependencies})
  expect(await linkDependencies(folder)).toEqual({linked: false, reason: expect.stringContaining(reason)})
  expect(existsSync(join(folder, 'node_modules'))).toBe(false)
})
