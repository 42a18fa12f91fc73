import {MeshError} from '../core/errors.js'

/** What `mesh pact` tells the shell beside the codes of all commands, so that a pipeline can tell what to do. */
export const pactExitCodes = {
  /** A provider state has no handler, or could not be set up or torn down; nothing else is wrong. */
  providerState: 6,
  /** No pact, no interactions, none that is chosen. */
  nothing: 7,
  /** The provider cannot be started, is never ready, does not answer or dies. */
  provider: 8,
  unreadable: 9,
  plugin: 10,
} as const

/** A failure with an exit code of its own. */
export function pactFailure(kind: keyof typeof pactExitCodes, message: string, hint: string | undefined): MeshError {
  return new MeshError(message, hint, {exitCode: pactExitCodes[kind]})
}

/** Does work whose failures, as far as the user can mend them, are of one kind. */
export async function failingAs<Value>(kind: keyof typeof pactExitCodes, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof MeshError ? pactFailure(kind, error.message, error.hint) : error
  }
}
