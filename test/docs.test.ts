import {existsSync, readFileSync} from 'node:fs'
import {globSync} from 'tinyglobby'
import {expect, test} from 'vitest'
import {parseConfig} from '../src/config/load.js'
import {documentedIds} from '../src/docs/catalogue.js'
import type {CommandDescription} from '../src/docs/command-page.js'
import {exampleConfiguration} from '../src/docs/configuration-page.js'
import {generatedFolders, pages} from '../src/docs/pages.js'

const remedy = 'Run "npm run docs" and commit what it writes.'

// Written by the build, which `npm test` runs first.
const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8'))
const commands: CommandDescription[] = Object.values(manifest.commands)
const wanted = await pages(commands)

test.each([...wanted])('%s is what the code says', (path, text) => {
  expect(existsSync(path) ? readFileSync(path, 'utf8') : 'There is no such page.', `${path} is stale. ${remedy}`).toBe(
    text,
  )
})

test('no page is left of what is gone', () => {
  const there = globSync(generatedFolders.map(folder => `${folder}/**`))
  expect(
    there.filter(path => !wanted.has(path)),
    remedy,
  ).toEqual([])
})

test('every rule and every command has a page', () => {
  for (const id of documentedIds) expect([...wanted.keys()]).toContain(`docs/rules/${id}.md`)
  for (const {id} of commands) expect([...wanted.keys()]).toContain(`docs/commands/${id.replaceAll(':', '/')}.md`)
})

test.each(commands.map(command => [command.id, command] as const))('%s helps with examples', (_, command) => {
  expect(command.summary ?? '').toMatch(/\.$/)
  expect(command.examples?.length ?? 0).toBeGreaterThan(0)
  for (const example of command.examples ?? [])
    expect(example, 'an example has a description and a command').toMatchObject({
      description: expect.stringMatching(/^[A-Z]/),
      command: expect.stringContaining('<%= config.bin %>'),
    })
  for (const flag of Object.values(command.flags ?? {}))
    expect(flag.summary ?? flag.description ?? '', `--${flag.name} is described by a sentence`).toMatch(
      /[.?]( \[default: .+\])?$/,
    )
})

test('pages are whole: no placeholder of oclif, no "undefined", every block of code closed', () => {
  for (const [path, text] of wanted) {
    expect(text, path).not.toMatch(/<%|(?<!no-)undefined|\[object [A-Z]/)
    expect((text.match(/^```/gm) ?? []).length % 2, path).toBe(0)
  }
})

test('the configuration that the guide shows is valid', () => {
  expect(parseConfig(exampleConfiguration, 'mesh.yaml').lint.exemptPaths).toContain('/login')
})

test('links between generated pages lead somewhere', () => {
  for (const [path, text] of wanted)
    for (const [, target = ''] of text.matchAll(/\]\(((?!https?:)[^)#]+)/g)) {
      const resolved = new URL(target, `file:///${path}`).pathname.slice(1)
      expect(existsSync(resolved), `${path} links to ${target}`).toBe(true)
    }
})
