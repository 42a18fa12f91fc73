import type {Warning} from './envelope.js'

/** What a caller is told of an answer that is only a part of what was asked for. */
export function partialFailure(refused: number, all: number): Warning {
  return {code: 'PARTIAL_FAILURE', message: `${refused} of ${all} were refused; their "errors" say why.`}
}
