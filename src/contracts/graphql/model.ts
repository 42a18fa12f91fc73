import type {ASTNode, DocumentNode} from 'graphql'
import type {Contract} from '../../core/contract.js'
import type {LintRule} from '../../core/rule.js'
import type {Source} from '../../core/source.js'
import type {GraphqlFile} from './file.js'

export type * from 'graphql/language/ast.js'
export type {Client, FragmentOf} from './client.js'
export type {Field, GraphqlFile, Input} from './file.js'
export type {TypePart} from './nodes.js'
export type {GraphqlSchema, GraphqlType} from './schema.js'

/** A part of a text that is no node: 0-based offsets, `end` behind its last character. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A fault in the text: what no GraphQL parser could read. */
export interface SyntaxProblem extends Span {
  readonly message: string
}

/** Where a finding is. A definition is shown at its name when it has one, any other node whole. */
export type Place = Exclude<ASTNode, DocumentNode> | Span

/** A GraphQL file as rules see it; they point at its nodes. */
export type GraphqlContract = Contract<'graphql', GraphqlFile, Place>

/** Gives a rule file its types. */
export function lintRule<Options = unknown>(
  rule: LintRule<GraphqlContract, Options>,
): LintRule<GraphqlContract, Options> {
  return rule
}
