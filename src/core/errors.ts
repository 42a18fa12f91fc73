/** An error that the user can mend: a wrong flag, config, file or target. Anything else that is thrown is a bug of ours. */
export class MeshError extends Error {
  override readonly name = 'MeshError'

  /** `message` says what and why in one sentence; `hint` says what to do about it. */
  constructor(
    message: string,
    readonly hint?: string,
    options?: ErrorOptions & {
      /** What the shell is told instead of 2, by a command whose users have to tell its failures apart. */
      readonly exitCode?: number
    },
  ) {
    super(message, options)
    this.exitCode = options?.exitCode
  }

  readonly exitCode: number | undefined
}

/** A server that is needed cannot be reached, or refuses: what was asked for is all right. */
export class RemoteError extends MeshError {}

/** The user pressed Ctrl-C (or sent SIGTERM): not a failure, and nothing to explain. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
