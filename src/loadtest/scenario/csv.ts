import {MeshError} from '../../core/errors.js'

/** The rows of a CSV file (RFC 4180) below its first line, which names the columns. */
export function parseCsv(text: string, shown: string): Record<string, string>[] {
  const [columns, ...lines] = recordsOf(text.replace(/^\uFEFF/, ''), shown)
  if (columns === undefined)
    throw new MeshError(`"${shown}" is empty.`, 'Its first line names the columns, each line below is a row.')
  const names = columns.fields.map(name => name.trim())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new MeshError(`"${shown}" has two columns named "${twice}".`, 'Give each column a name of its own.')
  return lines.map(({fields, line}) => {
    if (fields.length !== names.length)
      throw new MeshError(
        `Line ${line} of "${shown}" has ${fields.length} values, but there are ${names.length} columns.`,
        'Put a value that has a comma in it in double quotes.',
      )
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']))
  })
}

interface CsvRecord {
  readonly fields: string[]
  readonly line: number
}

/** Lines that are empty are no records. */
function recordsOf(text: string, shown: string): CsvRecord[] {
  const records: CsvRecord[] = []
  let fields: string[] = []
  let line = 1
  let started = 1
  // A value, quoted or plain, with what ends it.
  const value = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y
  while (value.lastIndex < text.length) {
    const at = value.lastIndex
    const [whole, quoted, plain = '', end = ''] = value.exec(text) ?? []
    if (whole === undefined)
      throw new MeshError(
        `Line ${line} of "${shown}" has a double quote that is not closed, or in the middle of a value.`,
        'Put the whole value in double quotes, and write those within it twice.',
      )
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += text.slice(at, value.lastIndex).match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',' && value.lastIndex < text.length) continue
    if (end === ',') fields.push('')
    if (fields.length > 1 || fields[0] !== '') records.push({fields, line: started})
    fields = []
    started = line
  }
  return records
}
