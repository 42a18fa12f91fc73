import {Flags} from '@oclif/core'
import {severities} from './core/finding.js'
import type {LintChoices} from './lint/request.js'

/** The flags of `mesh lint contracts`. */
export const lintFlags = {
  all: Flags.boolean({
    default: false,
    summary: 'Print every finding by file and place; without it, many findings are grouped by rule and cause.',
  }),
  'allow-remote': Flags.boolean({
    summary: 'Follow `$ref`s to http and https addresses, as `lint.allowRemote` does.',
  }),
  only: Flags.string({
    multiple: true,
    helpValue: 'RULE',
    summary: 'Run these rules only: an id, a folder such as `openapi` or a glob; may be repeated.',
  }),
  skip: Flags.string({
    multiple: true,
    helpValue: 'RULE',
    summary: 'Leave out these rules: an id, a folder or a glob; may be repeated.',
  }),
  rule: Flags.string({
    multiple: true,
    helpValue: 'RULE=SEVERITY',
    summary: 'Set the severity of a rule for this run, such as `openapi/path-style=off`; may be repeated.',
  }),
  ignore: Flags.string({
    multiple: true,
    helpValue: 'GLOB',
    summary: 'Tell nothing about these files, from the folder of mesh.yaml; may be repeated.',
  }),
  'fail-on': Flags.option({
    options: [...severities, 'never'] as const,
    summary: 'The least severity that fails the run; `lint.failOn`, or `error`, by default.',
  })(),
  'max-warnings': Flags.integer({min: 0, helpValue: 'N', summary: 'Fail when there are more warnings than these.'}),
}

interface Given {
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[] | undefined
  readonly rule: readonly string[] | undefined
  readonly ignore: readonly string[] | undefined
  readonly 'fail-on': LintChoices['failOn']
  readonly 'max-warnings': number | undefined
}

/** What the flags ask for, as the feature wants it. */
export function lintChoices(flags: Given): LintChoices {
  return {
    only: flags.only ?? [],
    skip: flags.skip ?? [],
    rules: flags.rule ?? [],
    ignore: flags.ignore ?? [],
    failOn: flags['fail-on'],
    maxWarnings: flags['max-warnings'],
  }
}
