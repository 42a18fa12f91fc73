import type {Option} from './statements.js'

/** A declaration with its whole text from `start` to `end`, 0-based offsets, `end` behind its last character. */
export abstract class Placed {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

/** A declaration with a name. `nameStart` is the offset of the name. */
export abstract class Named extends Placed {
  readonly options: readonly Option[] = none

  constructor(
    readonly name: string,
    readonly nameStart: number,
    start: number,
    end: number,
  ) {
    super(start, end)
  }
}

/** Shared by all that have no options, names or members: most fields. */
export const none: readonly never[] = []
