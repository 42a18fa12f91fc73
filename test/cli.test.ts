import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {expect, test} from 'vitest'

const mesh = resolve('bin/run.js')
const pages = resolve('test/cli')

/** A guide is kept true in the same way. */
const guides = [resolve('docs/guide/lint.md')]

/** vitest sets FORCE_COLOR, and Node 24 warns when NO_COLOR is set as well. */
const {FORCE_COLOR: _color, ...plain} = process.env

/**
 * A page of test/cli, and a guide, is a Markdown file that reads as documentation: a block with a file name behind its language is
 * written to an empty folder; a `console` block is `$ mesh …`, the output to expect and `exit N`. In the expected
 * output `…` stands for any text within a line, and a line that is only `…` for any number of lines.
 */
const all = readdirSync(pages).flatMap(name => (name.endsWith('.md') ? [join(pages, name)] : []))

for (const path of [...all, ...guides]) {
  const page = basename(path)
  test(page, async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'mesh-cli-'))
    try {
      for (const {language, file, body} of blocksOf(readFileSync(path, 'utf8')))
        if (language === 'console') {
          const [command = '', ...expected] = body.trimEnd().split('\n')
          const actual = await run(command, cwd)
          expect(actual, `${page}: ${command}`).toMatch(patternOf(expected))
        } else if (file) {
          mkdirSync(dirname(join(cwd, file)), {recursive: true})
          writeFileSync(join(cwd, file), body)
        }
    } finally {
      rmSync(cwd, {recursive: true, force: true})
    }
  })
}

function blocksOf(page: string) {
  return [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, file, body = '']) => ({
    language,
    file,
    body,
  }))
}

/** Runs `$ mesh …` without a shell; a word in single or double quotes keeps its blanks. */
function run(line: string, cwd: string): Promise<string> {
  if (!line.startsWith('$ mesh')) throw new Error(`A console block starts with "$ mesh", not "${line}".`)
  const words = [...line.slice('$ mesh'.length).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    match => match[1] ?? match[2] ?? match[3] ?? '',
  )
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [mesh, ...words], {
      cwd,
      env: {...plain, NO_COLOR: '1'},
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
