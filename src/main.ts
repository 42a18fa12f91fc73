import {fileURLToPath} from 'node:url'
import {run} from '@oclif/core'
import {exitCodes, explainError} from './command.js'

/** The folder of package.json: both `src/main.ts` and `dist/main.js` lie one below it. */
const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs one command line. Nothing it calls ends the process: piped output would be cut off. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietlyOnClosedPipe)
  process.stderr.on('error', endQuietlyOnClosedPipe)
  try {
    await run([...argv], root)
  } catch (error) {
    process.exitCode = explainError(error)
  }
}

/** `mesh … | head` closes our output early. That is no error, and nobody reads what we would still write. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(process.exitCode ?? exitCodes.pass)
}
