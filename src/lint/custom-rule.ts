import {readFile} from 'node:fs/promises'
import {register} from 'node:module'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {z} from 'zod'
import {MeshError} from '../core/errors.js'
import type {AnyLintRule} from '../core/lint.js'
import {problemsOf} from '../core/problems.js'
import {presets, securityGrades, settings} from '../core/rule.js'
import {builtFile} from '../io/built-file.js'

const texts = z.array(z.string()).min(1)

/** What the file of a rule exports; `check` is what rules of mesh have, too. */
const ruleSchema = z.looseObject({
  summary: z.string(),
  why: z.string(),
  fix: z.string(),
  severity: z.enum(settings),
  security: z.enum(securityGrades).optional(),
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

/** Loads the rule of a file; `shown` is how messages call it. */
export async function customRule(file: string, id: string, shown: string): Promise<AnyLintRule> {
  const url = pathToFileURL(file).href
  if (/\.m?ts$/.test(file)) readTypeScript()
  const module: {default?: unknown} = await import(url).catch(async (error: unknown) => {
    throw new MeshError(
      `Rule "${shown}${lineIn(error, url)}" cannot be loaded: ${messageOf(error)}`,
      await loadingHint(file, error),
    )
  })
  const result = ruleSchema.safeParse(module.default)
  if (!result.success)
    throw new MeshError(
      `Rule "${shown}" does not export a rule: ${problemsOf(result.error, ruleSchema, module.default).join(' ')}`,
      'Its default export is an object with summary, why, fix, severity, examples and check; "mesh new rule" writes one.',
    )
  const {check, options, security, presets: own = presets, ...rule} = result.data
  return {
    ...rule,
    id,
    // Who adds a rule wants it, whichever preset is chosen.
    presets: own,
    ...(security && {security}),
    ...(options && {options}),
    // Checked above: at least one of each.
    examples: rule.examples as unknown as AnyLintRule['examples'],
    check(contract, report, options, run) {
      try {
        const result: unknown = check(contract, checked(report), options, run)
        if (result instanceof Promise) {
          // It is refused anyway; what becomes of it is of no interest.
          result.catch(() => {})
          throw new Error('its check is asynchronous; what it reports would come too late.')
        }
      } catch (error) {
        throw new MeshError(
          `Rule "${shown}${lineIn(error, url)}" failed about "${contract.source.path}": ${messageOf(error)}`,
          'Mend the rule, or turn it off under "lint.rules".',
          {cause: error},
        )
      }
    },
  }
}

type Report = Parameters<AnyLintRule['check']>[1]

/** JavaScript lets everything pass; what is no place would fail far away from the rule. */
function checked(report: Report): Report {
  return (at, message, related) => {
    if (at === undefined || at === null) throw new Error('it reports no place; `report` takes a place and a sentence.')
    if (typeof message !== 'string' || message === '')
      throw new Error('it reports no sentence; `report` takes a place and a sentence.')
    report(at, message, related)
  }
}

let isRead = false

/** Node takes the types out by itself from 22.18 on. */
function readTypeScript(): void {
  // Newer than the types of the oldest Node that mesh runs on.
  if (isRead || (process.features as {typescript?: unknown}).typescript) return
  register(pathToFileURL(builtFile('lint/child/typescript-hooks.js')))
  isRead = true
}

async function loadingHint(file: string, error: unknown): Promise<string> {
  const missing = /^Cannot find package '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1]
  if (missing === '@mesh/cli') return 'mesh gives types only: write "import type", which is gone when the rule is run.'
  if (missing !== undefined) return `Install "${missing}" in the project, or do without it.`
  const text = await readFile(file, 'utf8').catch(() => '')
  return /@mesh\/cli/.test(text) && /not defined by "exports"|No "exports" main/.test(String(error))
    ? 'mesh gives types only: write "import type", which is gone when the rule is run.'
    : 'Mend the file; it is run as it is.'
}

/** `:12`, the line of a file of which an error tells first; stacks have its address or its path. */
function lineIn(error: unknown, url: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const name of [url, fileURLToPath(url)]) {
    const from = stack.indexOf(`${name}:`)
    const line = from === -1 ? undefined : /^\d+/.exec(stack.slice(from + name.length + 1))?.[0]
    if (line !== undefined) return `:${line}`
  }
  return ''
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return /[.?!]$/.test(text) ? text : `${text}.`
}
