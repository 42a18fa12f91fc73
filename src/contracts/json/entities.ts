import type {ApiEntity, ApiEntityField} from '../shared/entity.js'
import {JsonEntityField} from './entity-field.js'
import type {JsonNode, Place} from './node.js'
import type {Schemas} from './schema.js'

/** Keys of the objects that give schemas names. */
const holders: ReadonlySet<unknown> = new Set(['schemas', '$defs', 'definitions'])

/** The schemas that have a name and properties. */
export function namedEntities(document: Schemas & {readonly schemas: readonly JsonNode[]}): ApiEntity[] {
  return document.schemas.flatMap(schema => {
    const name = nameOf(schema)
    return name === undefined ? [] : new JsonEntity(document, name, `Schema "${name}"`, schema, [schema])
  })
}

/** A schema below `schemas`, or one that is a file, or all but that, of its own. */
function nameOf(schema: JsonNode): string | undefined {
  const {parent, document} = schema
  if (parent === undefined) return /([^/]+?)(?:\.schema)?\.\w+$/.exec(document.source.path)?.[1]
  return holders.has(parent.key) || parent.parent === undefined ? schema.name : undefined
}

/** Schemas that hold at once, with a name; their properties are looked for when somebody asks. */
export class JsonEntity implements ApiEntity {
  readonly scope = ''
  #fields: readonly ApiEntityField[] | undefined

  constructor(
    private readonly document: Schemas,
    readonly name: string,
    readonly title: string,
    readonly at: Place,
    private readonly schemas: readonly JsonNode[],
  ) {}

  get fields(): readonly ApiEntityField[] {
    if (!this.#fields) {
      const view = this.document.view(this.schemas)
      this.#fields = [...view.properties.values()].map(property => new JsonEntityField(this.document, property, view))
    }
    return this.#fields
  }
}
