import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {ProtobufFile} from './file.js'
import type {Declaration, Span} from './nodes.js'

export type {ProtobufFile} from './file.js'
export type {FileSet} from './file-set.js'
export type * from './nodes.js'

/**
 * Where a finding is: a bare declaration is shown at its name when it has one, otherwise whole; a span is a part of a
 * declaration.
 */
export type Place = Declaration | Span

/** A protobuf file as rules see it; they point at its declarations. */
export type ProtobufContract = Contract<'protobuf', ProtobufFile, Place>

/** Gives a rule file its types. */
export function lintRule<Options = unknown>(
  rule: LintRule<ProtobufContract, Options>,
): LintRule<ProtobufContract, Options> {
  return rule
}
