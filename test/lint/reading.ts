import {join} from 'node:path'
import {configSchema} from '../../src/config/schema.js'
import {ruleIds} from '../../src/contracts/rules.js'
import type {LintRequest} from '../../src/lint/request.js'
import {Project} from './linted.js'

/** Rules off, for tests that are about finding and reading contracts. */
export const quiet = {rules: Object.fromEntries(ruleIds.map(id => [id, 'off' as const]))}

/** A contract whose structure is right. */
export const contract = 'openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n'

/** A project of which only what readers check is told, unless its configuration says otherwise. */
export class ReadProject extends Project {
  at(path: string): string {
    return join(this.folder, path)
  }

  /** Lints these paths with `config` as mesh.yaml. */
  read(paths: readonly string[] = [], request: Partial<LintRequest> = {}, config: unknown = {lint: quiet}) {
    return this.lint(quiet, {paths, config: configSchema.parse(config), ...request})
  }

  /** `file:line:column rule message` of every finding. */
  async told(paths: readonly string[] = []): Promise<string[]> {
    const {findings} = await this.read(paths)
    return findings.map(
      ({rule, message, location: {path, start}}) => `${path}:${start.line}:${start.column} ${rule} ${message}`,
    )
  }
}
