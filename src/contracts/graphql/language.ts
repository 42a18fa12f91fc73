import type {SelectionSetNode} from 'graphql/language/ast.js'
import type {GraphQLSchema} from 'graphql/type/schema.js'
import type {Client} from './client.js'
import type {GraphqlFile} from './file.js'
import type {Place} from './model.js'
import type {Reference} from './references.js'
import type {JudgedRequest, SentRequest} from './request.js'
import type {GraphqlSchema} from './schema.js'

/** A schema in the form in which operations are validated. */
export type ExecutableSchema = GraphQLSchema

/** Something wrong with a schema or an operation, found by the language's own validation. */
export interface Problem {
  readonly at: Place
  readonly message: string
  readonly related: readonly {readonly at: Place; readonly message: string}[]
}

/** What the language's own validation says about a schema. */
export interface Problems {
  /** Names that stand for nothing. */
  readonly undefinedNames: readonly Reference[]
  /** All other faults, by the path of the file that they are in. */
  readonly faults: ReadonlyMap<string, readonly Problem[]>
  /** Undefined when the schema is too broken to be built. */
  readonly executable: ExecutableSchema | undefined
  /** Types and directives that may be named although the schema does not define them; directives with `@`. */
  readonly provided: ReadonlySet<string>
}

/** What the GraphQL library does for rules, which do not load it themselves. */
export interface Language {
  validate(schema: GraphqlSchema): Problems
  /** What is wrong with the operations and fragments of a file. */
  validateOperations(file: GraphqlFile, client: Client): readonly Problem[]
  /** Uses of deprecated fields, arguments and values in the operations and fragments of a file. */
  deprecatedUses(file: GraphqlFile, client: Client): readonly Problem[]
  /** Why a server with the schema would refuse a request. */
  judgeRequest(request: SentRequest, schema: GraphqlSchema): JudgedRequest
  /** The selection in the argument of `@key`; undefined when it cannot be read. */
  selection(text: string): SelectionSetNode | undefined
  /** Defaults, and arguments of directives, that do not fit their types. */
  valueProblems(file: GraphqlFile, schema: GraphqlSchema): readonly Problem[]
  /** Why the subgraphs among the schemas do not fit together. */
  compose(schemas: readonly GraphqlSchema[]): readonly Problem[]
}
