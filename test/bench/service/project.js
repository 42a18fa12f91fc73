// A generated service for a bench, built and ready to start.
import {execFile} from 'node:child_process'
import {readFileSync, symlinkSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const run = promisify(execFile)
const file = name => fileURLToPath(new URL(name, import.meta.url))

/** Makes the service "orders" in a folder; `words` are further words of `mesh new service`. */
export async function makeService(project, ...words) {
  const mesh = file('../../../bin/run.js')
  await run(process.execPath, [
    mesh,
    'new',
    'service',
    'orders',
    ...words,
    '--dir',
    project,
    '--no-install',
    '--no-git',
  ])
  symlinkSync(file('../../../node_modules'), `${project}/node_modules`)
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {cwd: project})
}

/** What `npm start` gives to Node. */
export function startWords(project) {
  const {scripts} = JSON.parse(readFileSync(`${project}/package.json`, 'utf8'))
  const [, words] = /^exec node (.+)$/.exec(scripts.start) ?? []
  if (words === undefined) throw new Error(`"npm start" runs "${scripts.start}".`)
  return words.split(' ')
}

/** A token of its development issuer, with scopes separated by commas. */
export async function tokenOf(project, scopes) {
  const words = ['dist/platform/auth/token.js', '--scope', scopes]
  const {stdout} = await run(process.execPath, words, {cwd: project})
  return stdout.trim()
}
