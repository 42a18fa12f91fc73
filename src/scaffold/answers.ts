import {MeshError} from '../core/errors.js'
import {complaintAbout} from './name.js'
import type {AnswerDeclaration, TemplateVersion, TextDeclaration} from './template.js'

export type Answer = string | number | readonly Readonly<Record<string, string>>[]

/** What the user answered, by the names that the template declares. */
export type Answers = Readonly<Record<string, Answer>>

/** What asks: a template alone or with all that it is composed of. */
interface Asking extends TemplateVersion {
  readonly answers: Readonly<Record<string, AnswerDeclaration>>
}

/** The answers with defaults where there is none; a wrong or missing one is a sentence for the user. */
export function completeAnswers(template: Asking, given: Answers): Answers {
  const unknown = Object.keys(given).find(key => !(key in template.answers))
  if (unknown !== undefined) throw new MeshError(`Template "${template.name}" does not ask for "${unknown}".`)
  return Object.fromEntries(
    Object.entries(template.answers).map(([key, declaration]) => {
      const answer = given[key] ?? declaration.default
      if (answer === undefined) throw new MeshError(`"${key}" is missing: ${declaration.summary}`, `Add --${key}.`)
      const complaint = complaintAboutAnswer(declaration, answer)
      if (complaint !== undefined) throw new MeshError(`"${key}" is wrong: ${complaint}.`, declaration.summary)
      return [key, answer]
    }),
  )
}

/** Why an answer cannot be taken, if so. */
export function complaintAboutAnswer(declaration: AnswerDeclaration, answer: Answer): string | undefined {
  if (declaration.type === 'text')
    return typeof answer === 'string' ? complaintAboutText(declaration, answer) : 'it is not a text'
  if (declaration.type === 'integer') {
    const {minimum, maximum} = declaration
    const fits = typeof answer === 'number' && Number.isInteger(answer) && answer >= minimum && answer <= maximum
    return fits ? undefined : `"${answer}" is not a whole number from ${minimum} to ${maximum}`
  }
  if (typeof answer !== 'object') return 'it is not a list'
  return complaintAboutList(declaration.of, answer)
}

function complaintAboutList(
  fields: Readonly<Record<string, TextDeclaration>>,
  records: readonly Readonly<Record<string, string>>[],
): string | undefined {
  const [first = ''] = Object.keys(fields)
  const seen = new Set<string>()
  for (const record of records) {
    for (const [field, declaration] of Object.entries(fields)) {
      const value = record[field]
      const complaint = value === undefined ? `"${field}" is missing` : complaintAboutText(declaration, value)
      if (complaint !== undefined) return complaint
    }
    const name = record[first] ?? ''
    if (seen.has(name)) return `"${name}" is given twice`
    seen.add(name)
  }
  return undefined
}

function complaintAboutText({format, pattern, summary}: TextDeclaration, text: string): string | undefined {
  if (format === 'name') {
    const complaint = complaintAbout(text)
    if (complaint !== undefined) return `"${text}" cannot be a name, ${complaint}`
  }
  if (format === 'url' && !isWebAddress(text)) return `"${text}" is not an address such as http://127.0.0.1:3001`
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text))
    return `"${text}" does not fit: ${summary.replace(/\.$/, '')}`
  return undefined
}

function isWebAddress(text: string): boolean {
  // Blanks and quotes would be encoded by URL, but end up in files as they are.
  if (!/^https?:\/\/[^\s"'`<>\\{}]+$/.test(text)) return false
  return URL.canParse(text) && new URL(text).username === ''
}

/** `orders=http://127.0.0.1:3001` as a record of the list's fields: the last field takes all that is left. */
export function parseRecord(declaration: AnswerDeclaration, text: string): Readonly<Record<string, string>> {
  const fields = declaration.type === 'list' ? Object.keys(declaration.of) : []
  const values = text.split('=')
  const record = [...values.splice(0, fields.length - 1), values.join('=')]
  if (record.length !== fields.length || record.some(value => value === ''))
    throw new MeshError(
      `"${text}" is not of the form ${fields.join('=')}.`,
      'For example orders=http://127.0.0.1:3001.',
    )
  return Object.fromEntries(fields.map((field, index) => [field, record[index] ?? '']))
}
