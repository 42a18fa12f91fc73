/** What the templates of an iteration are filled with, by name: a row of data is an object, a captured value anything. */
export type Values = Map<string, unknown>

/** A text or value with `{{ name }}` in it. */
export interface Template<T> {
  /** What it asks for, such as `id` or `customers.email`. */
  readonly references: readonly string[]
  fill(values: Values): T
}

/** A template asks for something that is not there: a captured object lacks the member. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue'
}

/** Made anew wherever they stand. */
const generated: Readonly<Record<string, () => unknown>> = {
  $uuid: () => crypto.randomUUID(),
  $now: () => new Date().toISOString(),
}

/** Names that every template may use: made up where they stand, or known of the iteration. */
export const builtIns: readonly string[] = [...Object.keys(generated), '$iteration', '$user']

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g

/** A text whose values are put in by `encode`; what stands around them is put in by `around`. */
export function textTemplate(
  text: string,
  encode: (text: string) => string = plain => plain,
  around: (text: string) => string = plain => plain,
): Template<string> {
  const parts = text.split(placeholder).map((part, index) => (index % 2 === 0 ? around(part) : part))
  // The expression has one group, so that every second part is a reference.
  const references = parts.filter((_, index) => index % 2 === 1)
  if (references.length === 0) return {references, fill: () => parts.join('')}
  return {
    references,
    fill: values =>
      parts.map((part, index) => (index % 2 === 0 ? part : encode(shown(valueFor(part, values))))).join(''),
  }
}

/** A JSON value: a text that is nothing but one template becomes the value itself, a number for instance. */
export function valueTemplate(value: unknown): Template<unknown> {
  if (typeof value === 'string') {
    const [, reference] = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(value) ?? []
    return reference === undefined
      ? textTemplate(value)
      : {references: [reference], fill: values => valueFor(reference, values)}
  }
  if (Array.isArray(value)) {
    const items = value.map(valueTemplate)
    return {
      references: items.flatMap(({references}) => references),
      fill: values => items.map(item => item.fill(values)),
    }
  }
  if (typeof value !== 'object' || value === null) return {references: [], fill: () => value}
  const members = Object.entries(value).map(([key, member]) => [key, valueTemplate(member)] as const)
  return {
    references: members.flatMap(([, {references}]) => references),
    fill: values => Object.fromEntries(members.map(([key, member]) => [key, member.fill(values)])),
  }
}

/** Several texts by their names. */
export function textTemplates(texts: Readonly<Record<string, unknown>>): Template<Readonly<Record<string, string>>> {
  const members = Object.entries(texts).map(([key, text]) => [key, textTemplate(String(text))] as const)
  return {
    references: members.flatMap(([, {references}]) => references),
    fill: values => Object.fromEntries(members.map(([key, member]) => [key, member.fill(values)])),
  }
}

function valueFor(reference: string, values: Values): unknown {
  const made = generated[reference]
  if (made) return made()
  const [name = '', ...members] = reference.split('.')
  let value = values.get(name)
  for (const member of members)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined
  if (value === undefined) throw new MissingValue(`There is no value for "{{ ${reference} }}".`)
  return value
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
