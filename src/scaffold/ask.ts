import {input} from '@inquirer/prompts'
import {MeshError} from '../core/errors.js'
import {type Terminal, terminal} from '../io/terminal.js'
import {type Answer, type Answers, complaintAboutAnswer, parseRecord} from './answers.js'
import {type Choices, type Composition, completeChoices, optionsIn} from './composition.js'
import {validateName} from './name.js'
import {type Order, pathsOf} from './plan.js'
import {chooseResource} from './resource.js'
import type {AnswerDeclaration, Template} from './template.js'
import {capital} from './words.js'

/** Asks a person what the project is called. */
export function askForName(place: Terminal = terminal): Promise<string> {
  return input({message: 'Name of the project', validate: sentenceOf(validateName)}, place)
}

/** Asks for the choices that have not been made and that leave something to choose; what is recommended is the default. */
export async function askForChoices(
  template: Template,
  given: Choices,
  recommended: Choices = {},
  place: Terminal = terminal,
): Promise<Choices> {
  const choices: Record<string, readonly string[]> = {...given}
  for (const [key, {summary, options, default: preset}] of Object.entries(template.choices)) {
    const names = Object.keys(options)
    if (key in given || names.length < 2) continue
    const text = await input(
      {
        message: `${summary.replace(/\.$/, '')}: ${names.join(', ')}`,
        default: (recommended[key] ?? preset).join(','),
        validate: sentenceOf(said => completeChoices(template, {[key]: optionsIn(said)})),
      },
      place,
    )
    choices[key] = optionsIn(text)
  }
  return choices
}

/** Asks for everything else that was not said, with the defaults to accept. */
export async function askFor(
  template: Composition,
  name: string,
  given: {readonly resource?: string | undefined; readonly answers: Answers},
  place: Terminal = terminal,
): Promise<Omit<Order, 'meshVersion'>> {
  const resource = given.resource ?? (await askForResource(template, name, place))
  const answers: Record<string, Answer> = {...given.answers}
  for (const [key, declaration] of Object.entries(template.answers)) {
    if (key in answers) continue
    answers[key] =
      declaration.type === 'list' ? await askForList(declaration, place) : await askForOne(declaration, place)
  }
  return {name, resource, answers}
}

async function askForResource(template: Composition, name: string, place: Terminal): Promise<string | undefined> {
  const example = template.resource
  if (!example) return undefined
  const paths = pathsOf(template)
  const choose = (asked?: string) => chooseResource(example, paths, name, asked)
  const expected = choose().resource.singular
  return input({message: 'What it is about', default: expected, validate: sentenceOf(choose)}, place)
}

async function askForOne(declaration: Exclude<AnswerDeclaration, {type: 'list'}>, place: Terminal): Promise<Answer> {
  const read = (text: string) => (declaration.type === 'integer' ? Number(text) : text)
  const text = await input(
    {
      message: question(declaration),
      ...(declaration.default !== undefined && {default: String(declaration.default)}),
      validate: given => asSentence(complaintAboutAnswer(declaration, read(given))) ?? true,
    },
    place,
  )
  return read(text)
}

async function askForList(declaration: Extract<AnswerDeclaration, {type: 'list'}>, place: Terminal): Promise<Answer> {
  const records: Readonly<Record<string, string>>[] = []
  const read = (text: string) => parseRecord(declaration, text)
  const validate = sentenceOf(text => {
    const complaint = text === '' ? undefined : complaintAboutAnswer(declaration, [...records, read(text)])
    if (complaint !== undefined) throw new MeshError(`${asSentence(complaint)}`)
  })
  const message = `${question(declaration)}, as ${Object.keys(declaration.of).join('=')}; empty to go on`
  for (;;) {
    const text = await input({message, validate}, place)
    if (text === '') return records.length === 0 ? (declaration.default ?? records) : records
    records.push(read(text))
  }
}

/** What a check throws for the user, in the way in which prompts want to have it. */
function sentenceOf(check: (text: string) => unknown): (text: string) => true | string {
  return text => {
    try {
      check(text)
      return true
    } catch (error) {
      if (error instanceof MeshError) return [error.message, error.hint].filter(Boolean).join(' ')
      throw error
    }
  }
}

function question({summary}: AnswerDeclaration): string {
  return summary.replace(/\.$/, '')
}

function asSentence(complaint: string | undefined): string | undefined {
  return complaint === undefined ? undefined : `${capital(complaint)}.`
}
