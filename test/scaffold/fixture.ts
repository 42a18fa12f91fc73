import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach} from 'vitest'
// @ts-expect-error a build script, in JavaScript
import {readTemplates} from '../../bin/build/template-source.js'
import type {Template} from '../../src/scaffold/template.js'

interface Prepared {
  readonly name: string
  readonly integrity: string
  readonly manifest: {readonly version: string; readonly summary: string; readonly resource?: string}
  readonly layers: readonly Prepared[]
  readonly files: readonly {readonly compiled?: string}[]
  readonly clashes: object
}

/** A template of a folder that has `templates/`, as the bundle would hold it. */
export function templateOf(root: string, name: string): Template {
  const all: Prepared[] = readTemplates(root)
  const template = all.find(each => each.name === name)
  if (!template) throw new Error(`There is no template "${name}".`)
  const {manifest, layers} = template
  const filesOf = ({files}: Prepared) =>
    files.map(({compiled, ...file}) =>
      compiled === undefined ? file : {...file, content: {render: new Function(`return ${compiled}`)()}},
    )
  // What the module text of bin/build/templates.js evaluates to.
  return {
    ...template,
    version: manifest.version,
    summary: manifest.summary,
    layers: layers.map(layer => ({name: layer.name, version: layer.manifest.version, integrity: layer.integrity})),
    folders: [...all.filter(each => layers.some(layer => layer.name === each.name)), template].map(filesOf),
    ...(manifest.resource && {resource: {words: manifest.resource, files: template.clashes}}),
  } as unknown as Template
}

/** The template of test/fixtures/templates. */
export const thing = () => templateOf('test/fixtures', 'thing')

const folders: string[] = []

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-scaffold-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})
