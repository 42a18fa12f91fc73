import pluralize from 'pluralize'
import {MeshError} from '../core/errors.js'
import type {ExampleResource, Parts} from './template.js'
import {capital, wordsOf} from './words.js'

const spellings = {
  Camel: words => words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  Pascal: words => words.map(capital).join(''),
  Kebab: words => words.join('-'),
  Snake: words => words.join('_'),
  Constant: words => words.join('_').toUpperCase(),
  Words: words => words.join(' '),
  Sentence: words => capital(words.join(' ')),
  Title: words => words.map(capital).join(' '),
} satisfies Record<string, (words: readonly string[]) => string>

type Form = `${'one' | 'many'}${keyof typeof spellings}`

/** `onePascal`, `manyKebab`, … and the same behind an article, small or capital: `a_oneWords`, `A_oneSentence`. */
export type FormName = Form | `${'a' | 'A'}_${Form}`

/** What a service is about, in every form in which code, paths and prose may spell it. */
export interface Resource {
  /** Lower-case words: `payment method`, `payment methods`. */
  readonly singular: string
  readonly plural: string
  readonly forms: Readonly<Record<FormName, string>>
}

/** The forms of a resource given by its words in the singular. */
function resourceOf(words: readonly string[]): Resource {
  const last = words.at(-1) ?? ''
  const plural = [...words.slice(0, -1), pluralize.plural(last)]
  const forms: [string, string][] = []
  for (const [form, spell] of Object.entries(spellings))
    for (const [number, spelled] of [
      ['one', spell(words)],
      ['many', spell(plural)],
    ] as const)
      forms.push(
        [number + form, spelled],
        [`a_${number}${form}`, `${article(spelled)} ${spelled}`],
        [`A_${number}${form}`, `${capital(article(spelled))} ${spelled}`],
      )
  return {
    singular: words.join(' '),
    plural: plural.join(' '),
    // The loops make every name of FormName; Object.fromEntries cannot tell.
    forms: Object.fromEntries(forms) as Record<FormName, string>,
  }
}

/** Texts and forms in turn become a text about the resource. */
export function join(parts: Parts, resource: Resource | undefined): string {
  if (parts.length === 1) return parts[0] ?? ''
  // Every second part is a form by the construction of Parts.
  return parts.map((part, index) => (index % 2 === 0 ? part : resource?.forms[part as FormName])).join('')
}

/** What was chosen, and a sentence about why when it is not what one would expect. */
export interface ChosenResource {
  readonly resource: Resource
  readonly note?: string
}

/**
 * The resource that a service is about: the one that was asked for, or the one that its name speaks of. Where its name
 * would clash with code of the template another one is taken. `paths` are those of all files of the template.
 */
export function chooseResource(
  example: ExampleResource,
  paths: readonly Parts[],
  serviceName: string,
  asked?: string,
): ChosenResource {
  const wanted = asked === undefined ? wordsOfService(serviceName) : wordsOfRequest(asked)
  const longer = [...wanted, wanted.at(-1) === 'item' ? 'entry' : 'item']
  const candidates = wanted.length === 0 ? [] : [wanted, longer]
  for (const words of candidates) {
    const resource = resourceOf(words)
    if (clashOf(resource, example, paths) !== undefined) continue
    if (words === wanted) return {resource}
    const clash = clashOf(resourceOf(wanted), example, paths)
    return {
      resource,
      note: `The resource is called "${resource.singular}", because "${wanted.join(' ')}" ${clash}.`,
    }
  }
  const resource = resourceOf(example.words.split(' '))
  const why =
    wanted.length === 0 ? 'the name of the service names none' : `"${wanted.join(' ')}" cannot be used in code`
  return {resource, note: `The resource is called "${resource.singular}", because ${why}; --resource chooses another.`}
}

/** `payment-methods-service` is about payment methods. */
function wordsOfService(name: string): string[] {
  const words = wordsOf(name)
  while (words.length > 0 && purposes.has(words.at(-1) ?? '')) words.pop()
  return singular(words)
}

function wordsOfRequest(asked: string): string[] {
  const words = wordsOf(asked)
  if (!/^[A-Za-z][A-Za-z0-9 _-]*$/.test(asked) || words.length === 0 || words.join(' ').length > 40)
    throw new MeshError(
      `"${asked}" cannot be the resource: it is a word or a few in English letters, at most 40, such as "payment method".`,
      'Choose another with --resource, or leave it out to have it taken from the name.',
    )
  return singular(words)
}

function singular(words: readonly string[]): string[] {
  return words.map((word, index) => (index === words.length - 1 ? pluralize.singular(word) : word))
}

/** What a service is, not what it is about. */
const purposes = new Set(
  'api app application backend component microservice ms rest server service services srv svc'.split(' '),
)

function clashOf(resource: Resource, {files}: ExampleResource, paths: readonly Parts[]): string | undefined {
  const {forms} = resource
  if (!/^[a-z]/.test(resource.singular)) return 'begins with a digit'
  if (forms.oneCamel === forms.manyCamel) return 'is the same in the plural'
  const reserved = [forms.oneCamel, forms.manyCamel].find(name => reservedWords.has(name))
  if (reserved !== undefined) return 'is a word of the programming language'
  for (const {taken, named} of files) {
    const identifiers = new Set(taken)
    const clash = named.map(parts => join(parts, resource)).find(name => identifiers.has(name))
    if (clash !== undefined) return `clashes with "${clash}" in the code`
  }
  // Two folders that differ by a letter mislead whoever reads the code, and what each brings to the service is called alike.
  const folders = new Set(paths.map(parts => /^src\/([^/]+)\//.exec(join(parts, undefined))?.[1]))
  const folder = [forms.oneKebab, forms.manyKebab].find(name => folders.has(name))
  if (folder !== undefined) return `clashes with the folder "src/${folder}"`
  const seen = new Set<string>()
  for (const path of paths.map(parts => join(parts, resource).toLowerCase())) {
    if (seen.has(path)) return `clashes with the file "${path}"`
    seen.add(path)
  }
  return undefined
}

const reservedWords = new Set(
  `arguments as async await boolean break case catch class const continue debugger default delete do else enum eval
  export extends false finally for from function if implements import in instanceof interface let new null number
  object of package private protected public return static string super switch symbol this throw true try type typeof
  undefined var void while with yield`.split(/\s+/),
)

// "an order", but "a user" and "an hour": the sound decides. These are the usual beginnings, not all of English.
function article(text: string): 'a' | 'an' {
  if (/^(?:hour|honou?r|heir|honest)/i.test(text)) return 'an'
  return /^(?:[aio]|e(?!u)|u(?!ni|s[aeu]|til|r[aieo]|fo))/i.test(text) && !/^one\b/i.test(text) ? 'an' : 'a'
}
