import {type Answers, completeAnswers} from './answers.js'
import {validateName} from './name.js'
import {render} from './render.js'
import {type ChosenResource, chooseResource, join, type Resource} from './resource.js'
import {filesOf, type Policy, type Template, type TemplateFile} from './template.js'
import {capital, wordsOf} from './words.js'

/** What is asked for, before anything is decided. */
export interface Order {
  readonly name: string
  /** The resource in any spelling; without it, the name of the service says it. */
  readonly resource?: string | undefined
  readonly answers: Answers
  readonly meshVersion: string
}

/** A file that is about to be written. `path` is relative to the project and uses `/`. */
export interface PlannedFile {
  readonly path: string
  readonly content: Buffer
  /** Permission bits. */
  readonly mode: number
  readonly policy: Policy
}

/** What `mesh new` is about to make. */
export interface Plan {
  readonly template: Template
  readonly name: string
  readonly answers: Answers
  readonly meshVersion: string
  readonly resource?: Resource
  /** Sentences about what was decided otherwise than one may expect. */
  readonly notes: readonly string[]
  /** In the order of their paths. */
  readonly files: readonly PlannedFile[]
}

/** Decides everything and writes nothing: the same order gives the same plan. */
export function plan(template: Template, order: Order): Plan {
  validateName(order.name)
  const answers = completeAnswers(template, order.answers)
  const files = filesOf(template)
  const chosen = resourceFor(template, files, order)
  const values = {
    ...answers,
    name: order.name,
    title: wordsOf(order.name).map(capital).join(' '),
    meshVersion: order.meshVersion,
    resource: chosen?.resource.forms,
  }
  const planned = files.map(file => ({
    path: join(file.path, chosen?.resource),
    content: contentOf(file, values, chosen?.resource),
    mode: file.mode,
    policy: template.policies[file.example] ?? 'managed',
  }))
  return {
    template,
    name: order.name,
    answers,
    meshVersion: order.meshVersion,
    ...(chosen && {resource: chosen.resource}),
    notes: chosen?.note === undefined ? [] : [chosen.note],
    files: planned.sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
}

function resourceFor(template: Template, files: readonly TemplateFile[], order: Order): ChosenResource | undefined {
  if (!template.resource) return undefined
  const paths = files.map(({path}) => path)
  return chooseResource(template.resource, paths, order.name, order.resource)
}

function contentOf({content}: TemplateFile, values: object, resource: Resource | undefined): Buffer {
  if ('text' in content) return Buffer.from(join(content.text, resource))
  if ('base64' in content) return Buffer.from(content.base64, 'base64')
  return Buffer.from(render(content.render, {...values}))
}
