import {projects, templates} from 'mesh:templates'
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
  /** Whether it is merged into the file of this path that another template has, or replaces it. */
  readonly part: boolean
  /** Permission bits: 0o644, or 0o755 for executables. */
  readonly mode: number
  readonly policy: Policy
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

/** What the user of a template may choose from: `kind` with `rest` and others. */
export interface Choice {
  readonly summary: string
  /** Whether several options may be chosen at once. */
  readonly several: boolean
  readonly default: readonly string[]
  /** The name of the template that is behind each option. */
  readonly options: Readonly<Record<string, string>>
}

/** A template as the build made it from its folder, without those beneath it. */
export interface Template extends TemplateVersion {
  readonly summary: string
  /** Names of the templates beneath it. */
  readonly layers: readonly string[]
  /** Of an option: what another choice is when the user has not made it, `{messaging: 'memory'}`. */
  readonly needs: Readonly<Record<string, string>>
  /** Of an option: the templates that come along when options of other choices are taken, too, by choice and option. */
  readonly joints: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly answers: Readonly<Record<string, AnswerDeclaration>>
  readonly choices: Readonly<Record<string, Choice>>
  readonly resource?: ExampleResource
  readonly files: readonly TemplateFile[]
}

/** Loads `service`, `gateway` or another template that a project can be made of. */
export async function loadTemplate(name: string): Promise<Template> {
  const load = templates[name]
  if (!load) throw new Error(`There is no template "${name}".`)
  return (await load()).default
}

/** The names of the templates that a project can be made of. */
export const projectNames: readonly string[] = projects
