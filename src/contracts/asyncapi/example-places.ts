import type {AsyncApi, JsonNode} from './model.js'
import {schemaTitle, uncapitalized} from './schema-title.js'

/** A value that a contract gives as an example of schemas, which hold at once. */
export interface ExamplePlace {
  readonly value: JsonNode
  readonly schemas: readonly JsonNode[]
  /** At the beginning of a sentence. */
  readonly title: string
}

/** Every example of messages and schemas, once and where it is written. */
export function* examplePlaces(document: AsyncApi): Generator<ExamplePlace> {
  for (const {title, payload, headers, member} of document.messages)
    for (const [index, example] of (member('examples')?.children() ?? []).entries()) {
      const name = example.get('name')?.text
      const called = name === undefined ? `Example ${index + 1}` : `Example "${name}"`
      for (const [what, schemas] of [
        ['payload', payload ?? []],
        ['headers', headers],
      ] as const) {
        const value = example.get(what)
        if (value && schemas.length > 0)
          yield {value, schemas, title: `The ${what} of ${uncapitalized(called)} of ${uncapitalized(title)}`}
      }
    }
  for (const schema of document.everySchema) {
    // Nothing counts beside a reference.
    if (schema.ref !== undefined) continue
    const single = schema.get('example')
    const list = schema.get('examples')
    for (const value of [...(single ? [single] : []), ...(list?.isArray ? list.children() : [])])
      yield {value, schemas: [schema], title: `The example of ${uncapitalized(schemaTitle(schema))}`}
  }
}
