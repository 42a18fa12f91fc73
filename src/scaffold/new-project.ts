import {MeshError} from '../core/errors.js'
import type {Report} from '../core/report.js'
import {type Answer, type Answers, parseRecord} from './answers.js'
import {type CreateOptions, create} from './create.js'
import {loadTemplate, type Template} from './template.js'

/** What the command line says about a new project. */
export interface NewProject
  extends Pick<CreateOptions, 'folder' | 'cwd' | 'dependencies' | 'git' | 'dryRun' | 'progress' | 'signal'> {
  /** `service/rest`, `gateway`, … */
  readonly template: string
  readonly name: string | undefined
  readonly resource?: string | undefined
  readonly port?: number | undefined
  /** `orders=http://127.0.0.1:3001` each. */
  readonly upstreams?: readonly string[] | undefined
  /** Whether there is somebody who can be asked for what is missing. */
  readonly ask: boolean
}

/** Makes a project from what the command line says; a person who gave no name is asked for everything. */
export async function newProject(wanted: NewProject): Promise<Report> {
  const template = await loadTemplate(wanted.template)
  const given = {resource: wanted.resource, answers: answersOf(template, wanted)}
  if (wanted.name !== undefined) return create({...wanted, template, order: {...given, name: wanted.name}})
  if (!wanted.ask) throw new MeshError('The project needs a name.', 'Give it behind the command, such as "orders".')
  const {askFor} = await import('./ask.js')
  return create({...wanted, template, order: await askFor(template, given)})
}

function answersOf(template: Template, {port, upstreams}: NewProject): Answers {
  const answers: Record<string, Answer> = {}
  if (port !== undefined) answers['port'] = port
  const declaration = template.answers['upstreams']
  if (upstreams !== undefined && declaration)
    answers['upstreams'] = upstreams.map(text => parseRecord(declaration, text))
  return answers
}
