import {realpath} from 'node:fs/promises'
import {basename, dirname, extname} from 'node:path'
import {type Kind, kindNames} from '../contracts/index.js'
import {ruleIds} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import type {AnyLintRule} from '../core/lint.js'
import {didYouMean} from '../core/suggest.js'
import {shownPath} from '../io/files.js'
import {customRule} from './custom-rule.js'
import {isBelow} from './documents.js'
import type {LintRequest} from './request.js'
import {type LeftPlace, search} from './search.js'

/** The folders that rules may lie in: the kinds of contract, and `shared` for rules about all of them. */
export const ruleFolders: readonly string[] = [...kindNames, 'shared']

/** How the name of a rule may look. */
export const ruleName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** Whether a rule is about contracts of a kind. */
export function judges(id: string, kind: Kind): boolean {
  return id.startsWith(`${kind}/`) || id.startsWith('shared/')
}

/** What tells where the rules of a project are. */
type Place = Pick<LintRequest, 'config' | 'root' | 'cwd' | 'signal'>

/** Loads the rules that `lint.customRules` names. */
export async function customRules(request: Place): Promise<readonly AnyLintRule[]> {
  const rules: AnyLintRule[] = []
  for (const [id, file] of await customRuleFiles(request))
    rules.push(await customRule(file, id, shownPath(file, request.cwd)))
  return rules
}

/** Their files by their ids. They are code of the repository: nothing outside of it is loaded. */
export async function customRuleFiles({config, root, cwd, signal}: Place): Promise<ReadonlyMap<string, string>> {
  const globs = config.lint.customRules
  const rules = new Map<string, string>()
  if (globs.length === 0) return rules
  const left = new Set<string>()
  const onLeft = ({path, why}: LeftPlace) => why === 'out' && left.add(path)
  const files = [...(await search(globs, root, {root, signal, onLeft})), ...left].sort()
  if (files.length === 0)
    throw new MeshError(
      `No file matches "lint.customRules": ${globs.map(glob => `"${glob}"`).join(', ')}.`,
      'Make a rule with "mesh new rule", or remove the key.',
    )
  for (const file of files) {
    const shown = shownPath(file, cwd)
    if (left.has(file) || !isBelow(await realpath(file), await realpath(root)))
      throw new MeshError(
        `Rule "${shown}" lies outside of the folder of mesh.yaml.`,
        'Rules are only loaded from the repository itself; copy the file into it.',
      )
    const id = idOf(file, shown)
    if (rules.has(id)) throw new MeshError(`There are two files of rule "${id}".`, `Rename "${shown}", or remove it.`)
    rules.set(id, file)
  }
  return rules
}

function idOf(file: string, shown: string): string {
  const folder = basename(dirname(file))
  const name = basename(file, extname(file))
  if (!ruleFolders.includes(folder))
    throw new MeshError(
      `Rule "${shown}" lies in "${folder}", which is no kind of contract.${didYouMean(folder, ruleFolders)}`,
      `The folder of a rule is one of ${ruleFolders.join(', ')}.`,
    )
  if (!ruleName.test(name))
    throw new MeshError(`Rule "${shown}" is not named in kebab-case.`, 'Name it for example "no-draft-paths.mjs".')
  const id = `${folder}/${name}`
  if (ruleIds.includes(id)) throw new MeshError(`mesh has a rule "${id}" already.`, `Rename "${shown}".`)
  return id
}
