/** Where a person is asked. */
export interface Terminal {
  readonly input?: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** The terminal behind standard error, as standard output is for the report. */
export const terminal: Terminal = {output: process.stderr}
