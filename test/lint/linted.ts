import {mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach} from 'vitest'
import {configSchema} from '../../src/config/schema.js'
import {silent} from '../../src/core/progress.js'
import {lintContracts} from '../../src/lint/contracts.js'
import type {LintRequest} from '../../src/lint/request.js'

/** The rules that the contracts below break; those that are added later shall not disturb these tests. */
export const broken = ['openapi/operation-id', 'shared/field-naming']

const readers = ['shared/syntax', 'openapi/reference']

/** Only the two, at the severity of the standard. */
const two = {extends: [], rules: Object.fromEntries(broken.map(id => [id, 'error']))}

/** A project in a temporary folder of each test. */
export class Project {
  folder = ''

  constructor() {
    beforeEach(() => {
      this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-lint-')))
    })
    afterEach(() => rmSync(this.folder, {recursive: true, force: true}))
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), {recursive: true})
      writeFileSync(join(this.folder, path), text)
    }
  }

  /** Takes all files away again. */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), {recursive: true})
  }

  config(lint: unknown) {
    return configSchema.parse({lint})
  }

  /** Lints with `lint` as in mesh.yaml. */
  lint(lint: unknown = two, request: Partial<LintRequest> = {}) {
    return lintContracts({
      paths: [],
      config: this.config(lint),
      root: this.folder,
      cwd: this.folder,
      allowRemote: false,
      progress: silent,
      signal: new AbortController().signal,
      ...request,
    })
  }

  /** `file:line severity rule` of the findings of the two rules and of what readers check. */
  async found(lint: unknown = two, request: Partial<LintRequest> = {}): Promise<string[]> {
    const {findings} = await this.lint(lint, request)
    const told = findings.filter(({rule}) => [...broken, ...readers].includes(rule))
    return told.map(({rule, severity, location: {path, start}}) => `${path}:${start.line} ${severity} ${rule}`)
  }
}

/** A contract that only lacks camelCase: its operation, in line 9, and a property of a file that it refers to. */
export const orders = `openapi: 3.1.0
info:
  title: Orders
  description: What customers bought.
  version: 1.0.0
  contact: {name: Sales}
paths:
  /metrics:
    get:
      operationId: get_metrics
      summary: Read the figures
      tags: [figures]
      x-public: true
      security: []
      responses:
        '200':
          description: Figures
          content:
            application/json: {schema: {$ref: schemas/figures.yaml#/Figures}}
`

export const figures = `Figures:
  type: object
  properties:
    total_count: {type: integer}
`
