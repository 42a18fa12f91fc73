import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach} from 'vitest'
// @ts-expect-error a build script, in JavaScript
import {readTemplates} from '../../bin/build/template-source.js'
// @ts-expect-error a build script, in JavaScript
import {choicesOf} from '../../bin/build/templates.js'
import {type Choices, type Composition, composition} from '../../src/scaffold/composition.js'
import type {Template} from '../../src/scaffold/template.js'

interface Prepared {
  readonly name: string
  readonly manifest: {
    readonly version: string
    readonly summary: string
    readonly layers: readonly string[]
    readonly needs: Template['needs']
    readonly answers: Template['answers']
    readonly resource?: string
  }
  readonly options: object
  readonly joints: Template['joints']
  readonly integrity: string
  readonly files: readonly {readonly compiled?: string}[]
  readonly clashes: object
}

/** What the module text of bin/build/templates.js evaluates to. */
function evaluated({name, manifest, options, joints, integrity, files, clashes}: Prepared): Template {
  return {
    name,
    integrity,
    version: manifest.version,
    summary: manifest.summary,
    layers: manifest.layers,
    needs: manifest.needs,
    joints,
    answers: manifest.answers,
    choices: choicesOf(manifest, options),
    files: files.map(({compiled, ...file}) =>
      compiled === undefined ? file : {...file, content: {render: new Function(`return ${compiled}`)()}},
    ),
    ...(manifest.resource && {resource: {words: manifest.resource, files: clashes}}),
  } as unknown as Template
}

/** A template of a folder that has `templates/`, composed as the bundle would compose it. */
export function templateOf(root: string, name: string, chosen: Choices = {}): Promise<Composition> {
  const all: Prepared[] = readTemplates(root)
  return composition(name, chosen, async wanted => {
    const template = all.find(each => each.name === wanted)
    if (!template) throw new Error(`There is no template "${wanted}".`)
    return evaluated(template)
  })
}

/** The template of test/fixtures/templates. */
export const thing = await templateOf('test/fixtures', 'thing')

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
