import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {followPage} from '../page.js'

/** A line with a measured figure has other numbers in each run, in other units, and columns as wide as they need. */
export function compared(line: string): string {
  const isMeasured = /\d (ms|s|%)(?![a-z])|connections used/.test(line)
  const words = isMeasured ? line.replaceAll(/\d[\d.,]* (ms|s)\b/g, '#').replaceAll(/\d[\d.,]*/g, '#') : line
  return words.replaceAll(/ {2,}/g, '  ')
}

// MESH_WRITE_GUIDE=1 puts the figures of this machine into the guide.
const isWritten = process.env['MESH_WRITE_GUIDE'] === '1'

/** Does what a guide says; `places` has what it calls a server, and where that is in the test. */
export async function followGuide(
  path: string,
  places: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'mesh-guide-'))
  const inPlace = (text: string) =>
    Object.entries(places).reduce((all, [usual, free]) => all.replaceAll(usual, free), text)
  const asWritten = (text: string) =>
    Object.entries(places).reduce((all, [usual, free]) => all.replaceAll(free, usual), text)
  try {
    await followPage(resolve(path), cwd, env, {
      inPlace,
      compared: line => compared(asWritten(line)),
      isDisturbed: output => output.includes('enerator was late') || output.includes('enerator itself'),
      rewritten: isWritten ? asWritten : undefined,
    })
  } finally {
    rmSync(cwd, {recursive: true, force: true})
  }
}
