import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import {expect} from 'vitest'

const mesh = resolve('bin/run.js')

/** vitest sets FORCE_COLOR, and Node 24 warns when NO_COLOR is set as well. */
const {FORCE_COLOR: _color, ...plain} = process.env

/**
 * Does what a page says, in a folder. A page is a Markdown file that reads as documentation: a block with a file name
 * behind its language is written to the folder; a `console` block is `$ mesh …`, the output to expect and `exit N`. With
 * a name before the dollar, `web$ mesh …` runs in the folder of that name. In the expected output `…` stands for any text
 * within a line, and a line that is only `…` for any number of lines. A block of the language `sh` with a file name is run
 * by a shell, too, which knows `mesh`.
 */
export async function followPage(
  path: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  reading: Reading = {},
): Promise<void> {
  const {inPlace = same, compared = same, isDisturbed = () => false, rewritten} = reading
  let page = readFileSync(path, 'utf8')
  for (const {language, file, body} of blocksOf(page))
    if (language === 'console') {
      const [command = '', ...expected] = body.trimEnd().split('\n')
      const wanted = patternOf(expected.map(line => compared(line)))
      let actual = await run(inPlace(command), cwd, env)
      for (let attempt = 1; attempt < 3 && isDisturbed(actual) && !expected.some(isDisturbed); attempt++)
        actual = await run(inPlace(command), cwd, env)
      if (rewritten) {
        page = page.replace(body, () => `${command}\n${actual}\n`)
        continue
      }
      const shown = actual.split('\n').map(compared).join('\n')
      expect(shown, `${basename(path)}: ${command}`).toMatch(wanted)
    } else if (file) {
      mkdirSync(dirname(join(cwd, file)), {recursive: true})
      writeFileSync(join(cwd, file), inPlace(body))
      if (language === 'sh') await runScript(file, cwd, env)
    }
  if (rewritten) writeFileSync(path, rewritten(page))
}

/** How a page is read whose output is another one each time, or that names what has another name in a test. */
export interface Reading {
  /** A command, or the text of a file, as it is to be run here: the page has the usual port, the test a free one. */
  readonly inPlace?: (text: string) => string
  /** A line of the output with what differs from run to run taken out; of what is expected and of what came. */
  readonly compared?: (line: string) => string
  /** Whether other work on the machine spoilt what came out; it is then tried again, twice. */
  readonly isDisturbed?: (output: string) => boolean
  /** Puts what comes out into the page instead of comparing it; gives the page as it is to be written. */
  readonly rewritten?: ((page: string) => string) | undefined
}

function same(text: string): string {
  return text
}

/** Runs a file by a shell in which `mesh` is the command of this repository. */
async function runScript(file: string, cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  const command = `mesh() { "${process.execPath}" "${mesh}" "$@"; }; . "./${file}"`
  const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {cwd, env: {...plain, NO_COLOR: '1', ...env}})
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  expect({code, output}, file).toEqual({code: 0, output: ''})
}

function blocksOf(page: string) {
  return [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, file, body = '']) => ({
    language,
    file,
    body,
  }))
}

/** Runs `$ mesh …` without a shell; a word in single or double quotes keeps its blanks. */
function run(line: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const [prompt, folder = ''] = /^(\w*)\$ mesh/.exec(line) ?? []
  if (prompt === undefined) throw new Error(`A console block starts with "$ mesh", not "${line}".`)
  const words = [...line.slice(prompt.length).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    match => match[1] ?? match[2] ?? match[3] ?? '',
  )
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [mesh, ...words], {
      cwd: join(cwd, folder),
      env: {...plain, NO_COLOR: '1', ...env},
    })
    let output = ''
    child.stdout.on('data', chunk => {
      output += chunk
    })
    child.stderr.on('data', chunk => {
      output += chunk
    })
    child.on('error', fail)
    child.on('close', code => done(`${output.trimEnd()}\nexit ${code}`.trimStart()))
  })
}

function patternOf(lines: readonly string[]): RegExp {
  const parts = lines.map(line => (line === '…' ? '(?:.*\n)*?' : `${line.split('…').map(literal).join('.*')}\n`))
  return new RegExp(`^${parts.join('').replace(/\n$/, '')}$`)
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
