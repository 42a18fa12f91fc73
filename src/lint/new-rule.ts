import {existsSync} from 'node:fs'
import {join, relative, resolve, sep} from 'node:path'
import type {Config} from '../config/schema.js'
import {ruleIds} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import type {Report} from '../core/report.js'
import {didYouMean} from '../core/suggest.js'
import {shownPath, writeTextFile} from '../io/files.js'
import {ruleFolders, ruleName} from './custom-rules.js'
import {pathMatcher} from './globs.js'
import {ruleText} from './rule-text.js'

export interface NewRule {
  /** `openapi/no-draft-paths` */
  readonly id: string
  /** The folder of all rules of the project, from `root`. */
  readonly folder: string
  readonly typescript: boolean
  readonly dryRun: boolean
  readonly config: Config
  readonly root: string
  readonly cwd: string
  /** Whether there is a mesh.yaml. */
  readonly configured: boolean
}

/** Writes a rule that works, to be changed into the one that is wanted. */
export async function newRule(request: NewRule): Promise<Report> {
  const {id, folder, typescript, dryRun, config, root, cwd, configured} = request
  const [, kind = '', name = ''] = /^([^/]*)\/(.*)$/.exec(id) ?? []
  if (!ruleFolders.includes(kind))
    throw new MeshError(
      `"${id}" does not begin with a kind of contract.${didYouMean(kind || id, ruleFolders)}`,
      `Write the kind and a name, such as openapi/no-draft-paths; the kinds are ${ruleFolders.join(', ')}.`,
    )
  if (!ruleName.test(name))
    throw new MeshError(`The name "${name}" of the rule is not in kebab-case.`, 'Write it like no-draft-paths.')
  if (ruleIds.includes(id))
    throw new MeshError(`mesh has a rule "${id}" already.`, `Run "mesh explain ${id}" to read about it.`)
  const path = resolve(root, folder, kind, `${name}.${typescript ? 'ts' : 'mjs'}`)
  const shown = shownPath(path, cwd)
  if (relative(root, path).startsWith('..'))
    throw new MeshError(`"${shown}" lies outside of the folder of mesh.yaml.`, 'Choose a folder below it with --dir.')
  if (existsSync(path)) throw new MeshError(`"${shown}" is there already.`, 'Choose another name.')
  const glob = `${relative(root, resolve(root, folder)).split(sep).join('/')}/*/*.{js,mjs,ts,mts}`
  const isFound = pathMatcher(config.lint.customRules, root, cwd)(path)
  if (!dryRun) {
    await writeTextFile(path, ruleText(kind, typescript))
    if (!configured) await writeTextFile(join(root, 'mesh.yaml'), `lint:\n  customRules: ['${glob}']\n`)
  }
  const missing = !isFound && configured
  return {
    outcome: 'pass',
    summary: dryRun ? `"${shown}" would be made; nothing was written.` : `Made rule "${id}" in "${shown}".`,
    findings: [],
    ...(missing && {sections: [{title: 'Add this to mesh.yaml', code: `lint:\n  customRules: ['${glob}']`}]}),
    next: ['mesh lint rules', `mesh lint ${kind === 'manifests' ? kind : 'contracts'} --only ${id}`],
    data: {rule: id, path: shown, dryRun, loaded: !missing},
  }
}
