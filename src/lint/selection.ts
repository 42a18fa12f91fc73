import picomatch from 'picomatch'
import type {Subject} from '../contracts/index.js'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {catalogueNameOf, ruleIdOf} from '../standard/catalogue.js'

/** Whether rules are run, after `--only` and `--skip`. */
export interface Selection {
  /** Undefined when all are. */
  readonly only: ReadonlySet<string> | undefined
  readonly skipped: ReadonlySet<string>
  /** Those of `only` that were named by their id: they run even if the configuration turns them off. */
  readonly named: ReadonlySet<string>
}

/** The rules that ids, names of the catalogue, folders (`openapi`) and globs (`openapi/path-*`) stand for. */
export function selectionOf(only: readonly string[], skip: readonly string[], ids: readonly string[]): Selection {
  const named = only.map(ruleIdOf).filter(id => ids.includes(id))
  return {
    only: only.length === 0 ? undefined : new Set(only.flatMap(name => matching(name, '--only', ids))),
    skipped: new Set(skip.flatMap(name => matching(name, '--skip', ids))),
    named: new Set(named),
  }
}

function matching(name: string, flag: string, ids: readonly string[]): readonly string[] {
  const id = ruleIdOf(name)
  if (ids.includes(id)) return [id]
  const matches = picomatch(name.includes('*') ? name : `${name.replace(/\/$/, '')}/*`)
  const found = ids.filter(each => matches(each) || matches(catalogueNameOf(each)))
  if (found.length > 0) return found
  const names = name === id ? [...ids, ...ids.map(each => each.slice(0, each.indexOf('/')))] : ids.map(catalogueNameOf)
  throw new MeshError(
    `${flag} names "${name}", but no rule is called so.${didYouMean(name, names)}`,
    'Name a rule, a folder such as "openapi" or a glob such as "openapi/path-*"; "mesh explain" lists the rules.',
  )
}

/** A run that is asked for rules about something else would find nothing, and look as if all were well. */
export function assertAbout(subject: Subject, only: readonly string[], {only: chosen}: Selection): void {
  const other = subject === 'manifests' ? 'contracts' : 'manifests'
  const isAboutOther = (id: string) =>
    id.startsWith('manifests/') ? other === 'manifests' : !id.startsWith('shared/') && other === 'contracts'
  if (chosen && [...chosen].every(isAboutOther))
    throw new MeshError(
      `--only names rules about ${other}: ${only.map(name => `"${name}"`).join(', ')}.`,
      `Run "mesh lint ${other}".`,
    )
}
