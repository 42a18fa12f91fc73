import type {z} from 'zod'
import type {Identified, RuleDocs} from '../core/rule.js'

/** Whatever can report a finding: a rule of the catalogue, or a check that is built into a reader. */
export type Documented = Identified<RuleDocs<string>> & {readonly options?: z.ZodType}

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
  const folder = id.split('/')[0] ?? ''
  if (/^\s*[{[]/.test(example)) return 'json'
  return {graphql: 'graphql', protobuf: 'protobuf'}[folder] ?? 'yaml'
}
