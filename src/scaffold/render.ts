import handlebars from 'handlebars/runtime.js'
import {capital, wordsOf} from './words.js'

/** What the expressions of a template may name: answers, `name`, `title`, `meshVersion` and the forms of the resource. */
export type Values = Readonly<Record<string, unknown>>

/** The helpers that put a text into a language; bin/build/template-expressions.js knows their names. */
const helpers: Readonly<Record<string, (value: unknown) => string>> = {
  json: value => JSON.stringify(value),
  // A JSON string is a YAML scalar in double quotes, whatever is in it.
  yaml: value =>
    typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value) && !yamlWords.test(value)
      ? value
      : JSON.stringify(value),
  sh: value => `'${String(value).replaceAll("'", `'\\''`)}'`,
  camel: value =>
    wordsOf(String(value))
      .map((word, index) => (index === 0 ? word : capital(word)))
      .join(''),
  pascal: value => wordsOf(String(value)).map(capital).join(''),
  constant: value => wordsOf(String(value)).join('_').toUpperCase(),
}

/** YAML 1.1 and 1.2 read these as something else than a text. */
const yamlWords = /^(?:y|yes|n|no|on|off|true|false|null)$/i

/** Renders what Handlebars.precompile made of a *.hbs file. */
export function render(precompiled: object, values: Values): string {
  const environment = handlebars.create()
  for (const [name, help] of Object.entries(helpers)) environment.registerHelper(name, help)
  // The build made it with this version of Handlebars; its runtime checks that.
  return environment.template(precompiled as TemplateSpecification)(values)
}
