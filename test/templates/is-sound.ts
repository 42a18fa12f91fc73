import {existsSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {inEveryStage} from './in-every-stage.js'
import {openWorkshop, testWords, type Workshop} from './project.js'
import type {Way} from './ways.js'

/**
 * Names whose resources differ where it matters: two words and of another length than the example, a word that sorts
 * elsewhere, and one that is a word of the language and has to be changed.
 */
export const names = ['payment-methods-service', 'orders', 'cases'] as const

interface Extent {
  readonly name?: (typeof names)[number]
  /** Whether other names are tried, too, which matters where files first meet. */
  readonly otherNames?: boolean
  /** Whether it goes through the commands of mesh that come behind its making. */
  readonly stages?: boolean
}

/** The project passes its own checks and ours on the day it is born. */
export function isSound(way: Way, {name = names[0], otherNames = false, stages = false}: Extent = {}): void {
  describe(way.label, () => {
    let workshop: Workshop
    let project: string

    beforeAll(async () => {
      workshop = await openWorkshop(way)
      project = await workshop.make(name)
    })

    afterAll(() => workshop?.remove())

    test('asks for versions that this repository has, each of them exactly', () => {
      const ours = manifestOf('package.json')
      const {dependencies, devDependencies} = manifestOf(join(project, 'package.json'))
      const known = {...ours.dependencies, ...ours.devDependencies}
      for (const [dependency, version] of Object.entries({...dependencies, ...devDependencies}))
        expect(known[dependency], `"${dependency}" in package.json of this repository`).toBe(version)
      expect(existsSync(join(project, 'node_modules/.bin')), 'its dependencies can be linked').toBe(true)
    })

    test('leaves no trace of the example and no expression', () => {
      const {files} = workshop.composition
      const rendered = new Set(files.flatMap(({example, content}) => ('render' in content ? [example] : [])))
      for (const {path, content} of workshop.planned(name).files) {
        const text = content.toString()
        expect(`${path}\n${text}`).not.toMatch(/\bwork[ _-]?items?\b/i)
        if (rendered.has(path)) expect(text, path).not.toMatch(/(?<!\$)\{\{/)
      }
    })

    test('is a whole service', () => {
      const {files} = workshop.planned(name)
      if (way.template === 'service') expect(files.length).toBeGreaterThanOrEqual(50)
      const paths = files.map(({path}) => path)
      expect(paths).toEqual(expect.arrayContaining(['.dockerignore', '.env.example', '.gitignore', 'Dockerfile']))
      expect(paths).toEqual(
        expect.arrayContaining(['README.md', 'mesh.yaml', 'package.json', 'contracts/openapi.yaml']),
      )
      expect(paths.some(path => path.startsWith('.github/workflows/'))).toBe(true)
    })

    test('has no two files in one place, whatever it is called', () => {
      for (const other of ['orders', 'requests', 'cases', 'users-api', 'service']) {
        const paths = workshop.planned(other).files.map(({path}) => path.toLowerCase())
        expect(new Set(paths).size, other).toBe(paths.length)
      }
    })

    test('calls the resource what people call it', () => {
      if (!workshop.composition.resource) return
      const usual = 'orders users payments products customers invoices shipments accounts carts articles bookings'
      for (const plural of [...usual.split(' '), 'messages', 'reviews', 'vehicles', 'subscriptions', 'devices'])
        expect(workshop.planned(plural)).toMatchObject({resource: {plural}, notes: []})
    })

    test('lints and type-checks', async () => {
      await workshop.run(project, 'npm', 'run', 'check')
    }, 60_000)

    test.runIf(otherNames)(
      'type-checks with a shorter resource and with one that had to be changed',
      async () => {
        if (!workshop.composition.resource) return
        for (const other of names.filter(each => each !== name)) {
          const another = await workshop.make(other)
          await workshop.run(another, join(another, 'node_modules/.bin/tsc'))
        }
      },
      60_000,
    )

    test.skipIf(way.tests === 'none')(
      'passes its own tests',
      async () => {
        await workshop.run(project, 'npm', 'test', ...testWords(project, way.tests))
      },
      600_000,
    )

    test('has contracts without a finding', async () => {
      const words = [resolve('bin/run.js'), 'lint', 'contracts', '--format', 'json']
      const {findings, contracts} = JSON.parse(await workshop.run(project, process.execPath, ...words))
      expect(findings).toEqual([])
      // No finding in nothing would prove nothing.
      expect(contracts).toContainEqual(expect.objectContaining({path: 'contracts/openapi.yaml', kind: 'openapi'}))
      for (const {operations} of contracts) expect(operations).toBeGreaterThan(0)
    })

    if (stages) inEveryStage(way, () => ({workshop, project, name}))
  })
}

function manifestOf(path: string): Record<'dependencies' | 'devDependencies', Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8'))
}
