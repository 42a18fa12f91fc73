import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {Project} from './linted.js'

const project = new Project()

const texts: Readonly<Record<string, string>> = {
  'orders.proto': 'syntax = "proto3";\npackage example.v1;\n// Bestellungen für Käufer.\nmessage Order {}\n',
  'orders.graphql': '"Bestellungen"\ntype Query {\n  "für Käufer" orders: String\n}\n',
  'orders.yaml': 'openapi: 3.1.0\ninfo: {title: Bestellungen für Käufer, version: 1.0.0}\npaths: {}\n',
}

/** Where a file in an encoding is said to have lost a character. */
async function lostIn(path: string, encoding: BufferEncoding): Promise<string[]> {
  writeFileSync(join(project.folder, path), Buffer.from(texts[path] ?? '', encoding))
  const {findings} = await project.lint({extends: 'mesh:minimal'}, {paths: [path]})
  return findings
    .filter(({rule}) => rule === 'shared/encoding')
    .map(({severity, location: {path: told, start}}) => `${severity} ${told}:${start.line}:${start.column}`)
}

test.each([
  ['orders.proto', 'warning orders.proto:3:18'],
  ['orders.graphql', 'warning orders.graphql:3:5'],
  ['orders.yaml', 'warning orders.yaml:2:29'],
])('%s in Latin-1 is told, at the first letter that is lost', async (path, place) => {
  expect(await lostIn(path, 'latin1')).toEqual([place])
  expect(await lostIn(path, 'utf8')).toEqual([])
})
