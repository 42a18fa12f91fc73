import type {z} from 'zod'
import type {Identified, RuleDocs} from '../core/rule.js'

/** Whatever can report a finding: a rule of the catalogue, or a check that is built into a reader. */
export type Documented = Identified<RuleDocs<string>> & {readonly options?: z.ZodType}

/** An example as readers see it: the comment that the tests compare tells them what is reported. */
export function shownExample(example: string): string {
  return example.trim().replaceAll(/(#|\/\/) want: /g, '$1 reported: ')
}

/** The language of an example, for highlighting. */
export function languageOf({id}: Documented, example: string): string {
  const folder = id.split('/')[0] ?? ''
  if (/^\s*[{[]/.test(example)) return 'json'
  return {graphql: 'graphql', protobuf: 'protobuf'}[folder] ?? 'yaml'
}
