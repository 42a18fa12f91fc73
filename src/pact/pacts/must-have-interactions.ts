import {pactFailure} from '../exit-codes.js'
import type {PactFile} from './pact-file.js'

/** A pact without interactions is green without a single check; `doing` says what was to be done with it. */
export function mustHaveInteractions({source, interactions}: PactFile, doing: string): void {
  if (interactions.length === 0)
    throw pactFailure(
      'nothing',
      `"${source.path}" has no interactions: ${doing}.`,
      'Write the pact anew by running the consumer tests, or delete the file.',
    )
}
