import {spawn} from 'node:child_process'
import {resolve} from 'node:path'

/** Milliseconds that the library gets for what it does in one second, when it does it. */
const patience = 6000

/**
 * Lets the library verify by itself, in a process that does not outlive this call. Gives `green`, `red` with its words, or
 * undefined when it died or was given up without a verdict.
 */
export async function verifyOfficially(options: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const child = spawn(process.execPath, [resolve('test/fixtures/pact/official.mjs'), JSON.stringify(options)], {
    env: {...process.env, PACT_DO_NOT_TRACK: 'true'},
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  const verdict = () => /^OFFICIAL (.*)$/m.exec(output)?.[1]
  await new Promise<void>(done => {
    child.stdout.on('data', chunk => {
      output += chunk
      if (verdict() !== undefined) done()
    })
    child.once('exit', () => done())
    setTimeout(done, patience).unref()
  })
  child.kill('SIGKILL')
  return verdict()
}
