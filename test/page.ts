import {spawn} from 'node:child_process'
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
 * within a line, and a line that is only `…` for any number of lines.
 */
export async function followPage(path: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const {language, file, body} of blocksOf(readFileSync(path, 'utf8')))
    if (language === 'console') {
      const [command = '', ...expected] = body.trimEnd().split('\n')
      const actual = await run(command, cwd, env)
      expect(actual, `${basename(path)}: ${command}`).toMatch(patternOf(expected))
    } else if (file) {
      mkdirSync(dirname(join(cwd, file)), {recursive: true})
      writeFileSync(join(cwd, file), body)
    }
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
