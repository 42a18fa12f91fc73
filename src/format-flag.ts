import {Errors, Flags} from '@oclif/core'
import {MeshError} from './core/errors.js'
import {didYouMean} from './core/suggest.js'
import type {Format} from './reporters/index.js'

/** A report in one format; without a file it goes to standard output. */
export interface Destination {
  readonly format: Format
  readonly file?: string
}

/** The flag that chooses how a report is printed and written; a command without findings leaves most formats out. */
export function formatFlag(formats: readonly [Format, ...Format[]]) {
  return Flags.custom<Destination>({
    multiple: true,
    // A greedy flag would take the contracts that are named behind it.
    multipleNonGreedy: true,
    parse: async input => destinationOf(input, formats),
    default: [{format: formats[0]}],
    defaultHelp: async () => formats[0],
    helpGroup: 'GLOBAL',
    helpValue: 'FORMAT[=FILE]',
    summary: `How to print the result: ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}. With =FILE it is written to that file, and the flag may be repeated for several formats at once.`,
  })()
}

/**
 * Where the report goes, standard output first: a file that cannot be written must not hide the result. `--output` names
 * the file of the one format that has none of its own.
 */
export function destinations(chosen: readonly Destination[], output: string | undefined): readonly Destination[] {
  if (output === '-') return destinations(chosen, undefined)
  const [printed, ...others] = chosen.filter(({file}) => file === undefined)
  const [second] = others
  if (printed && second)
    throw new MeshError(
      `Standard output takes one format only, not both "${printed.format}" and "${second.format}".`,
      `Write one of them to a file: --format ${printed.format} --format ${second.format}=FILE.`,
    )
  if (output !== undefined && !printed)
    throw new MeshError(
      '"--output" has nothing to write: every format has a file of its own.',
      `Leave one of them out, or add a format without a file: --format text --output ${output}.`,
    )
  const all = [
    ...(printed ? [output === undefined ? printed : {...printed, file: output}] : []),
    ...chosen.filter(({file}) => file !== undefined),
  ]
  const twice = all.find(({file}, index) => file !== undefined && all.findIndex(other => other.file === file) < index)
  if (twice)
    throw new MeshError(`Two formats would be written to "${twice.file}".`, 'Give each of them a file of its own.')
  return all
}

function destinationOf(input: string, formats: readonly Format[]): Destination {
  const at = input.indexOf('=')
  const name = at === -1 ? input : input.slice(0, at)
  const format = formats.find(each => each === name)
  if (format === undefined) {
    const expected = `Expected --format=${input} to be one of: ${formats.join(', ')}.`
    const several = name.split(',').every(each => formats.some(known => known === each.trim()))
    throw new Errors.CLIError(
      several ? `${expected} For several formats at once, repeat the flag.` : expected + didYouMean(name, formats),
    )
  }
  if (at === -1) return {format}
  const file = input.slice(at + 1)
  if (file === '') throw new Errors.CLIError(`--format=${input} names no file behind "=".`)
  // As many programs have it, `-` is standard output.
  return file === '-' ? {format} : {format, file}
}
