import {templates} from 'mesh:templates'
import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import type {FormName} from './resource.js'

/** Who changes a file after it is made: both (an upgrade merges), the team alone, or mesh alone. */
export type Policy = 'managed' | 'once' | 'owned'

/** Text and forms of the example resource in turn, beginning and ending with text: `['class ', 'onePascal', ' {}']`. */
export type Parts = readonly (string | FormName)[]

/** One value that a template asks for. */
export type AnswerDeclaration =
  | ({readonly type: 'text'; readonly default?: string} & TextDeclaration)
  | {
      readonly type: 'integer'
      readonly summary: string
      readonly minimum: number
      readonly maximum: number
      readonly default?: number
    }
  | {
      readonly type: 'list'
      readonly summary: string
      readonly of: Readonly<Record<string, TextDeclaration>>
      readonly default?: readonly Readonly<Record<string, string>>[]
    }

/** What a text must look like: a regular expression, or a format that has its own messages. */
export interface TextDeclaration {
  readonly summary: string
  readonly pattern?: string
  readonly format?: 'url' | 'name'
}

export interface TemplateFile {
  /** Path in the project as the template spells it, with the example resource in it. */
  readonly example: string
  readonly path: Parts
  /** Permission bits: 0o644, or 0o755 for executables. */
  readonly mode: number
  /** `render` is what Handlebars.precompile made. */
  readonly content: {readonly text: Parts} | {readonly base64: string} | {readonly render: object}
}

/** The example resource and what must not be called like it. */
export interface ExampleResource {
  /** Two lower-case words, singular. */
  readonly words: string
  /** The files that speak about the resource: their identifiers, and those that contain the resource. */
  readonly files: readonly {readonly taken: readonly string[]; readonly named: readonly Parts[]}[]
}

export interface TemplateVersion {
  readonly name: string
  readonly version: string
  /** SHA-256 over the manifest and all files, as `sha256-<base64>`. */
  readonly integrity: string
}

/** A template as the build made it from its folder and its layers. */
export interface Template extends TemplateVersion {
  readonly summary: string
  readonly layers: readonly TemplateVersion[]
  readonly answers: Readonly<Record<string, AnswerDeclaration>>
  /** Policy by the path as the template spells it; a path that is missing is `managed`. */
  readonly policies: Readonly<Record<string, Policy>>
  readonly resource?: ExampleResource
  /** The files of each layer, then the template's own. */
  readonly folders: readonly (readonly TemplateFile[])[]
}

/** Loads `service/rest`, `gateway`, … A service's kind is the last part of its template's name. */
export async function loadTemplate(name: string): Promise<Template> {
  const load = templates[name]
  if (load) return (await load()).default
  const group = name.slice(0, name.lastIndexOf('/') + 1)
  const kinds = Object.keys(templates).flatMap(each => (each.startsWith(group) ? [each.slice(group.length)] : []))
  const kind = name.slice(group.length)
  throw new MeshError(
    `Kind "${kind}" is unknown.${didYouMean(kind, kinds)}`,
    kinds.length === 1 ? `The only kind is "${kinds[0]}".` : `Choose one of ${kinds.join(', ')}.`,
  )
}

/** The files of a template: those of its layers first, where a later one of the same path replaces an earlier one. */
export function filesOf(template: Template): TemplateFile[] {
  return [...new Map(template.folders.flat().map(file => [file.example, file])).values()]
}
