import type {Source} from '../../core/source.js'
import type {ApiModel} from '../shared/model.js'
import {apiOf} from './api.js'
import type {Comments} from './comments.js'
import type {FileSet} from './file-set.js'
import type {
  Enum,
  EnumValue,
  Extend,
  Field,
  Import,
  Message,
  Oneof,
  Option,
  Package,
  Ranges,
  Rpc,
  Service,
  Syntax,
} from './nodes.js'
import {none} from './placed.js'

/** A fault in the text: what a protobuf compiler could not read. Offsets into the text. */
export interface SyntaxProblem {
  readonly start: number
  readonly end: number
  readonly message: string
}

/**
 * A protobuf file with the lists that rules need. Apart from `options`, which are those of the file itself, the lists
 * hold what is declared anywhere in the file, nested or not, in the order of the text.
 */
export class ProtobufFile {
  readonly kind = 'file'
  readonly parent = undefined
  readonly start = 0
  /** Its first `syntax` or `edition` statement. */
  readonly syntax: Syntax | undefined = undefined
  readonly package: Package | undefined = undefined
  readonly imports: readonly Import[] = none
  readonly options: readonly Option[] = none
  readonly messages: readonly Message[] = none
  readonly fields: readonly Field[] = none
  readonly oneofs: readonly Oneof[] = none
  readonly enums: readonly Enum[] = none
  readonly values: readonly EnumValue[] = none
  readonly extends: readonly Extend[] = none
  readonly ranges: readonly Ranges[] = none
  readonly services: readonly Service[] = none
  readonly rpcs: readonly Rpc[] = none
  /** Every option of the file and of all that is in it. */
  readonly allOptions: readonly Option[] = none
  readonly problems: readonly SyntaxProblem[] = none
  /** Has nothing unusual in it that protobufjs might not read. */
  readonly isPlain: boolean = true
  /** Why protobufjs cannot load the file; found out where it was asked. */
  readonly loadFault: string | undefined = undefined
  /** Somewhere a comment exempts something from a rule. */
  readonly hasExemptions: boolean
  // These are set by the reader before anybody sees the file.
  readonly comments!: Comments
  /** The files that are read together with this one; they know what its names mean. */
  readonly set!: FileSet

  constructor(readonly source: Source) {
    this.hasExemptions = source.text.includes('mesh-ignore')
  }

  get end(): number {
    return this.source.text.length
  }

  get path(): string {
    return this.source.path
  }

  /** Name of its package; empty when it has none. */
  get packageName(): string {
    return this.package?.name ?? ''
  }

  /** What rules for all kinds see. */
  get api(): ApiModel {
    return apiOf(this)
  }

  /** A file that says nothing is proto2, as the specification has it. */
  get version(): 'proto2' | 'proto3' | 'edition' {
    if (this.syntax?.keyword === 'edition') return 'edition'
    return this.syntax?.value === 'proto3' ? 'proto3' : 'proto2'
  }
}
