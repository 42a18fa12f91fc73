import type {z} from 'zod'
import type {RuleSummary} from '../core/report.js'
import type {RuleDocs} from '../core/rule.js'

/** Whatever can report a finding: a rule of the catalogue, a check of a reader, or a check of another command. */
export interface Documented extends RuleSummary, Pick<RuleDocs<string>, 'presets' | 'always' | 'defersTo'> {
  readonly examples?: RuleDocs<string>['examples']
  readonly options?: z.ZodType
  /** It can be set under `lint.rules` in mesh.yaml. */
  readonly configurable: boolean
  /** Its name in the rule catalogue of the standard; a check has none. */
  readonly catalogueName?: string
}

/** An example as readers see it: what the tests want of a line stands below it, in comments of their own. */
export function shownExample(example: string): string {
  return example
    .trim()
    .split('\n')
    .flatMap(line => {
      const [, code = line, comment = '#', wants] = /^(.*?) *(#|\/\/) want: (.+)$/.exec(line) ?? []
      const indent = ' '.repeat(code.search(/\S|$/))
      return [code, ...(wants?.split(' | ').map(want => `${indent}${comment} ^ ${want.trim()}`) ?? [])]
    })
    .join('\n')
}

/** The language of an example, for highlighting. */
export function languageOf({id}: Documented, example: string): string {
  const folder = folderOf(id)
  if (/^\s*[{[]/.test(example)) return 'json'
  return {graphql: 'graphql', protobuf: 'protobuf'}[folder] ?? 'yaml'
}

/** What stands before the slash of an id: the kind of contract, or the command that checks. */
export function folderOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('/')))
}
