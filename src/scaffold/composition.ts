import {MeshError} from '../core/errors.js'
import {didYouMean} from '../core/suggest.js'
import {
  type AnswerDeclaration,
  type Choice,
  type ExampleResource,
  loadTemplate,
  type Template,
  type TemplateFile,
  type TemplateVersion,
} from './template.js'
import {capital} from './words.js'

/** What was chosen, by the name of the choice: `{kind: ['grpc', 'rest'], store: ['memory']}`. */
export type Choices = Readonly<Record<string, readonly string[]>>

/** `rest, grpc` as the names of options. */
export function optionsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(name => name !== '')
}

/** A template together with its layers and with the options that were chosen: all that a project is made of. */
export interface Composition extends TemplateVersion {
  readonly choices: Choices
  /** Everything beneath the template and beside it, in the order in which it comes. */
  readonly layers: readonly TemplateVersion[]
  readonly answers: Readonly<Record<string, AnswerDeclaration>>
  readonly resource?: ExampleResource
  /** The files of all of them. One that is no part replaces an earlier one of the same path. */
  readonly files: readonly TemplateFile[]
}

/** The template of this name with what was chosen, or with what it has by default. */
export function loadComposition(name: string, chosen: Choices = {}): Promise<Composition> {
  return composition(name, chosen, loadTemplate)
}

type Load = (name: string) => Promise<Template>

/** Puts a template and what is beneath and beside it together; the order of choosing makes no difference. */
export async function composition(templateName: string, chosen: Choices, load: Load): Promise<Composition> {
  const template = await load(templateName)
  const {name, version, integrity} = template
  const choices = await withNeeds(template, chosen, load)
  const chosenOnes = await loadAll([template, ...chosenTemplates(template, choices)], load)
  const all = await loadAll([...chosenOnes, ...jointsOf(chosenOnes, choices)], load)
  const examples = all.flatMap(({resource}) => resource ?? [])
  const [example] = examples
  return {
    name,
    version,
    integrity,
    choices,
    layers: all
      .filter(each => each !== template)
      .map(each => ({name: each.name, version: each.version, integrity: each.integrity})),
    answers: Object.assign({}, ...all.map(({answers}) => answers)),
    ...(example && {resource: {words: example.words, files: examples.flatMap(({files}) => files)}}),
    files: all.flatMap(({files}) => files),
  }
}

/** A choice for each that the template offers; a wrong one is a sentence for the user. */
export function completeChoices({name, choices}: Template, chosen: Choices): Choices {
  const unknown = Object.keys(chosen).find(key => !(key in choices))
  if (unknown !== undefined) throw new MeshError(`Template "${name}" has no choice "${unknown}".`)
  return Object.fromEntries(
    Object.entries(choices).map(([key, choice]) => {
      const names = [...new Set(chosen[key] ?? choice.default)].sort()
      checkChosen(key, choice, names)
      return [key, names]
    }),
  )
}

function checkChosen(key: string, {options, several, default: preset}: Choice, names: readonly string[]): void {
  const known = Object.keys(options)
  const hint = known.length === 1 ? `The only ${key} is "${known[0]}".` : `Choose one of ${known.join(', ')}.`
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined)
    throw new MeshError(`${capital(key)} "${unknown}" is unknown.${didYouMean(unknown, known)}`, hint)
  if (names.length > 1 && !several)
    throw new MeshError(`There can be one ${key}, and "${names.join('" and "')}" were given.`, hint)
  if (names.length === 0 && preset.length > 0) throw new MeshError(`There must be a ${key}, and none was given.`, hint)
}

/** Makes the choices that options cannot do without and that were left open; what they need goes before what is usual. */
async function withNeeds(template: Template, chosen: Choices, load: Load): Promise<Choices> {
  const choices = completeChoices(template, chosen)
  const templates = await Promise.all(chosenTemplates(template, choices).map(load))
  const open = templates
    .flatMap(({needs}) => Object.entries(needs))
    .filter(([key]) => (chosen[key] ?? []).length === 0)
    .map(([key, option]) => [key, [option]] as const)
  return open.length === 0 ? choices : withNeeds(template, {...chosen, ...Object.fromEntries(open)}, load)
}

/** What options, and what is beneath them, bring for each other: behind all of them. */
function jointsOf(templates: readonly Template[], choices: Choices): string[] {
  return templates.flatMap(({joints}) =>
    Object.entries(joints).flatMap(([key, byOption]) => (choices[key] ?? []).flatMap(option => byOption[option] ?? [])),
  )
}

/** Each once, behind what is beneath it. */
async function loadAll(wanted: readonly (Template | string)[], load: Load): Promise<Template[]> {
  const ordered = new Map<string, Template>()
  const reached = new Set<string>()
  const add = async (each: Template | string): Promise<void> => {
    const name = typeof each === 'string' ? each : each.name
    if (reached.has(name)) return
    reached.add(name)
    const template = typeof each === 'string' ? await load(each) : each
    for (const layer of template.layers) await add(layer)
    ordered.set(name, template)
  }
  for (const each of wanted) await add(each)
  return [...ordered.values()]
}

/** In the order of the options' names, whichever choice they belong to: a registry of them has the same order. */
function chosenTemplates(template: Template, choices: Choices): string[] {
  return Object.entries(template.choices)
    .flatMap(([key, {options}]) => (choices[key] ?? []).map(name => [name, options[name] ?? name] as const))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => name)
}
