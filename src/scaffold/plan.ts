import {type Answers, completeAnswers} from './answers.js'
import type {Composition} from './composition.js'
import {validateName} from './name.js'
import {mergeParts} from './parts.js'
import {render} from './render.js'
import {type ChosenResource, chooseResource, join, type Resource} from './resource.js'
import type {Parts, Policy, TemplateFile} from './template.js'
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
  readonly template: Composition
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
export function plan(template: Composition, order: Order): Plan {
  validateName(order.name)
  const answers = completeAnswers(template, order.answers)
  const chosen = resourceFor(template, order)
  const values = {
    ...answers,
    name: order.name,
    title: wordsOf(order.name).map(capital).join(' '),
    meshVersion: order.meshVersion,
    resource: chosen?.resource.forms,
  }
  const planned = piecesByPath(template.files).map(pieces => fileOf(pieces, values, chosen?.resource))
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

function resourceFor(template: Composition, order: Order): ChosenResource | undefined {
  if (!template.resource) return undefined
  return chooseResource(template.resource, pathsOf(template), order.name, order.resource)
}

/** The paths of a project, with the resource not yet in them. */
export function pathsOf({files}: Composition): Parts[] {
  return piecesByPath(files).map(([{path}]) => path)
}

/** What a file consists of: the last whole file of its path, then the parts; or parts alone. */
type Pieces = readonly [TemplateFile, ...TemplateFile[]]

function piecesByPath(files: readonly TemplateFile[]): Pieces[] {
  const byPath = new Map<string, Pieces>()
  const ordered = [...files.filter(({part}) => !part), ...files.filter(({part}) => part)]
  for (const file of ordered) {
    const known = file.part ? byPath.get(file.example) : undefined
    byPath.set(file.example, known ? [...known, file] : [file])
  }
  return [...byPath.values()]
}

function fileOf(pieces: Pieces, values: object, resource: Resource | undefined): PlannedFile {
  const [first] = pieces
  const path = join(first.path, resource)
  const contents = pieces.map(piece => contentOf(piece, values, resource))
  const [content = Buffer.alloc(0)] = contents
  return {
    path,
    content: contents.length === 1 ? content : Buffer.from(mergeParts(path, contents.map(String))),
    mode: first.mode,
    policy: first.policy,
  }
}

function contentOf({content}: TemplateFile, values: object, resource: Resource | undefined): Buffer {
  if ('text' in content) return Buffer.from(join(content.text, resource))
  if ('base64' in content) return Buffer.from(content.base64, 'base64')
  return Buffer.from(render(content.render, {...values}))
}
