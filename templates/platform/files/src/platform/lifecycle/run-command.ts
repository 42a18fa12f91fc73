import {ConfigError} from '../config/environment.js'

/** Runs a command of the service with the words behind it; it gives its exit code. A mistake in the environment is told in
 * plain words, and ends with 2; the stack of anything else is needed. */
export async function runCommand(main: (words: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? 2 : 1
    const told = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${told}\n`)
  }
}
