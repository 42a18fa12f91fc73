import {realpath} from 'node:fs/promises'
import {basename, dirname, extname} from 'node:path'
import {pathToFileURL} from 'node:url'
import {z} from 'zod'
import {type Kind, kindNames} from '../contracts/index.js'
import {ruleIds} from '../contracts/rules.js'
import {MeshError} from '../core/errors.js'
import type {AnyLintRule} from '../core/lint.js'
import {problemsOf} from '../core/problems.js'
import {presets, settings} from '../core/rule.js'
import {didYouMean} from '../core/suggest.js'
import {shownPath} from '../io/files.js'
import {filesOf} from './discover.js'
import {isBelow} from './documents.js'
import type {LintRequest} from './request.js'

/** The folders that rules may lie in: the kinds of contract, and `shared` for rules about all of them. */
export const ruleFolders: readonly string[] = [...kindNames, 'shared']

/** How the name of a rule may look. */
export const ruleName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

const texts = z.array(z.string()).min(1)

/** What the file of a rule exports; `check` is what rules of mesh have, too. */
const ruleSchema = z.looseObject({
  summary: z.string(),
  why: z.string(),
  fix: z.string(),
  severity: z.enum(settings),
  presets: z.array(z.enum(presets)).optional(),
  options: z
    .custom<AnyLintRule['options']>(
      value => typeof (value as {safeParse?: unknown} | undefined)?.safeParse === 'function',
      'a schema of zod',
    )
    .optional(),
  examples: z.looseObject({valid: texts, invalid: texts}),
  check: z.custom<AnyLintRule['check']>(value => typeof value === 'function', 'a function'),
})

/** Whether a rule is about contracts of a kind. */
export function judges(id: string, kind: Kind): boolean {
  return id.startsWith(`${kind}/`) || id.startsWith('shared/')
}

/** Loads the rules that `lint.customRules` names. They are code of the repository: nothing outside of it is loaded. */
export async function customRules({
  config,
  root,
  cwd,
}: Pick<LintRequest, 'config' | 'root' | 'cwd'>): Promise<readonly AnyLintRule[]> {
  const globs = config.lint.customRules
  if (globs.length === 0) return []
  const files = [...(await filesOf(globs, root))].sort()
  if (files.length === 0)
    throw new MeshError(
      `No file matches "lint.customRules": ${globs.map(glob => `"${glob}"`).join(', ')}.`,
      'Make a rule with "mesh new rule", or remove the key.',
    )
  const rules = new Map<string, AnyLintRule>()
  for (const file of files) {
    const shown = shownPath(file, cwd)
    if (!isBelow(await realpath(file), await realpath(root)))
      throw new MeshError(
        `Rule "${shown}" lies outside of the folder of mesh.yaml.`,
        'Rules are only loaded from the repository itself; copy the file into it.',
      )
    const id = idOf(file, shown)
    if (rules.has(id)) throw new MeshError(`There are two files of rule "${id}".`, `Rename "${shown}", or remove it.`)
    rules.set(id, await loaded(file, id, shown))
  }
  return [...rules.values()]
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

async function loaded(file: string, id: string, shown: string): Promise<AnyLintRule> {
  const isTyped = /\.m?ts$/.test(file)
  // Newer than the types of the oldest Node that mesh runs on.
  if (isTyped && !(process.features as {typescript?: unknown}).typescript)
    throw new MeshError(
      `Rule "${shown}" is TypeScript, which Node ${process.versions.node} does not run.`,
      'Use Node 22.18 or newer, or write the rule in JavaScript.',
    )
  const module: {default?: unknown} = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new MeshError(`Rule "${shown}" cannot be loaded: ${messageOf(error)}`, 'Mend the file; it is run as it is.')
  })
  const result = ruleSchema.safeParse(module.default)
  if (!result.success)
    throw new MeshError(
      `Rule "${shown}" does not export a rule: ${problemsOf(result.error, ruleSchema, module.default).join(' ')}`,
      'Its default export is an object with summary, why, fix, severity, examples and check; "mesh new rule" writes one.',
    )
  const {check, options, presets: own = presets, ...rule} = result.data
  return {
    ...rule,
    id,
    // Who adds a rule wants it, whichever preset is chosen.
    presets: own,
    ...(options && {options}),
    // Checked above: at least one of each.
    examples: rule.examples as unknown as AnyLintRule['examples'],
    check(contract, report, options, run) {
      try {
        check(contract, report, options, run)
      } catch (error) {
        throw new MeshError(
          `Rule "${shown}" failed about "${contract.source.path}": ${messageOf(error)}`,
          'Mend the rule, or turn it off under "lint.rules".',
          {cause: error},
        )
      }
    },
  }
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return /[.?!]$/.test(text) ? text : `${text}.`
}
