import {MeshError} from '../core/errors.js'
import type {Report} from '../core/report.js'
import {type Answer, type Answers, parseRecord} from './answers.js'
import {type Choices, type Composition, loadComposition, optionsIn} from './composition.js'
import {type CreateOptions, create} from './create.js'
import {loadTemplate} from './template.js'

/** What the command line says about a new project. */
export interface NewProject
  extends Pick<CreateOptions, 'folder' | 'cwd' | 'dependencies' | 'git' | 'dryRun' | 'progress' | 'signal'> {
  /** `service` or `gateway`. */
  readonly template: string
  /** What was said of its choices: `{kind: 'rest,grpc'}`. */
  readonly choices?: Readonly<Record<string, string | undefined>> | undefined
  readonly name: string | undefined
  readonly resource?: string | undefined
  readonly port?: number | undefined
  /** `orders=http://127.0.0.1:3001` each. */
  readonly upstreams?: readonly string[] | undefined
  /** Whether there is somebody who can be asked for what is missing. */
  readonly ask: boolean
  /** Asks that person what the project is for and recommends choices; nothing when no advice is wanted. */
  readonly advise?: (() => Promise<Choices | undefined>) | undefined
}

/** Makes a project from what the command line says; a person who gave no name is asked for everything. */
export async function newProject(wanted: NewProject): Promise<Report> {
  const {name, resource} = wanted
  const said = saidChoices(wanted)
  if (name !== undefined) {
    const template = await loadComposition(wanted.template, said)
    return create({...wanted, template, order: {name, resource, answers: answersOf(template, wanted)}})
  }
  if (!wanted.ask) throw new MeshError('The project needs a name.', 'Give it behind the command, such as "orders".')
  const {askFor, askForChoices, askForName} = await import('./ask.js')
  const asked = await askForName()
  const recommended = await wanted.advise?.()
  const offered = await loadTemplate(wanted.template)
  const template = await loadComposition(wanted.template, await askForChoices(offered, said, recommended))
  const order = await askFor(template, asked, {resource, answers: answersOf(template, wanted)})
  return create({...wanted, template, order})
}

/** `rest,grpc` as the names of options. */
function saidChoices({choices = {}}: NewProject): Choices {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([key, text]) => (text === undefined ? [] : [[key, optionsIn(text)]])),
  )
}

function answersOf(template: Composition, {port, upstreams}: NewProject): Answers {
  const answers: Record<string, Answer> = {}
  if (port !== undefined) answers['port'] = port
  const declaration = template.answers['upstreams']
  if (upstreams !== undefined && declaration)
    answers['upstreams'] = upstreams.map(text => parseRecord(declaration, text))
  return answers
}
