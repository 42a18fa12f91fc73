import {execFile} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Answers} from '../../src/scaffold/answers.js'
import {type Composition, loadComposition} from '../../src/scaffold/composition.js'
import {create} from '../../src/scaffold/create.js'
import {type Plan, plan} from '../../src/scaffold/plan.js'
import type {Way} from './ways.js'

/** A temporary folder in which projects of one composition are made. */
export interface Workshop {
  readonly composition: Composition
  /** What a project of this name would be, without writing it. */
  planned(name: string): Plan
  /** Writes it, links the dependencies of this repository into it, and gives its folder. */
  make(name: string): Promise<string>
  /** Runs a program there; all that it said is in the error when it fails. */
  run(folder: string, command: string, ...words: string[]): Promise<string>
  remove(): void
}

export async function openWorkshop({template, choices}: Way): Promise<Workshop> {
  const parent = mkdtempSync(join(tmpdir(), 'mesh-template-'))
  const composition = await loadComposition(template, choices)
  const answers: Answers = template === 'gateway' ? {upstreams: [{name: 'orders', url: 'http://127.0.0.1:3001'}]} : {}
  return {
    composition,
    planned: name => plan(composition, {name, answers, meshVersion: '0.0.0-test'}),
    async make(name) {
      await create({
        template: composition,
        order: {name, answers},
        cwd: parent,
        dependencies: 'link',
        git: false,
        dryRun: false,
        progress: () => {},
        signal: new AbortController().signal,
      })
      return join(parent, name)
    },
    run,
    remove: () => rmSync(parent, {recursive: true, force: true}),
  }
}

/** The words behind `npm test` that make it run what this way is about. */
export function testWords(folder: string, tests: Way['tests']): string[] {
  if (tests === 'all' || tests === 'none') return []
  if (tests === 'above the platform') return ['--', '--exclude', 'test/platform/**']
  const ofTheWhole = tests.whole ? readdirSync(join(folder, 'test')).filter(name => name.endsWith('.test.ts')) : []
  return ['--', ...ofTheWhole.map(name => `test/${name}`), ...tests.folders.map(each => `${each}/`)]
}

function run(folder: string, command: string, ...words: string[]): Promise<string> {
  // A project is not part of this run of vitest.
  const inherited = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV$|npm_)/.test(key))
  const env = {...Object.fromEntries(inherited), NO_COLOR: '1', FORCE_COLOR: undefined}
  return new Promise((done, fail) => {
    execFile(command, words, {cwd: folder, env, maxBuffer: 1 << 26}, (error, stdout, stderr) => {
      if (error) fail(new Error(`${command} ${words.join(' ')}: ${error.message}\n${stdout}\n${stderr}`))
      else done(stdout)
    })
  })
}
