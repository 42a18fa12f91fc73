import {PassThrough} from 'node:stream'
import {stripVTControlCharacters} from 'node:util'
import {expect} from 'vitest'

/** Every prompt ends its output; only the standard streams of a process take no notice of that. */
class Screen extends PassThrough {
  override end() {
    return this
  }
}

/** What the screen shows, and the line that is typed then. */
export type Lines = readonly (readonly [shown: string, typed: string])[]

/** A person who types one line whenever the screen shows a text that it waits for. */
export async function screen<Asked>(
  lines: Lines,
  ask: (place: {input: PassThrough; output: PassThrough}) => Promise<Asked>,
): Promise<{asked: Asked; printed: string}> {
  const input = new PassThrough()
  const output = new Screen()
  const left = [...lines]
  let shown = ''
  let printed = ''
  let quiet: NodeJS.Timeout | undefined
  const answer = () => {
    const next = left[0]
    if (next === undefined || !stripVTControlCharacters(shown).includes(next[0])) return
    left.shift()
    shown = ''
    // Ctrl-U takes away what stood on the line before, such as a name that was refused.
    input.write(`\u0015${next[1]}\n`)
  }
  // A prompt draws itself anew for each key; it waits for somebody when it has been still for a moment.
  output.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
    printed += stripVTControlCharacters(chunk)
    clearTimeout(quiet)
    quiet = setTimeout(answer, 50)
  })
  const asked = await ask({input, output})
  expect(left).toEqual([])
  return {asked, printed}
}
