import type {ApiField, ApiType} from '../shared/model.js'
import {typesOf, valueBranches, valuesOf} from './branches.js'
import type {JsonNode, Place} from './node.js'
import type {Schemas, SchemaView} from './schema.js'

/** What a field has to know about the contract that it is in; asked only about fields that a rule looks at. */
export interface FieldSurroundings {
  readonly schemas: Schemas
  /** Where a schema that has properties leaves the service. */
  outputOf(owner: JsonNode): ApiField['output']
  /** Whether a schema that has properties describes an error. */
  isError(owner: JsonNode): boolean
  /** Whether a schema that has properties describes what the standard wraps every answer or event in. */
  isEnvelope(owner: JsonNode): boolean
}

/** A property or a parameter. Most fields are only asked for their names, so nothing else is worked out before it is. */
export class JsonField implements ApiField {
  #value: ReturnType<typeof valueBranches> | undefined

  constructor(
    readonly name: string,
    readonly what: string,
    readonly at: Place,
    private readonly schema: JsonNode | undefined,
    /** The schema whose property it is, or the parameter itself. */
    private readonly owner: JsonNode,
    private readonly surroundings: FieldSurroundings,
  ) {}

  get types(): ReadonlySet<ApiType> {
    const {views} = this.#branches
    const found = new Set<ApiType>()
    for (const view of views) {
      const types = typesOf(view)
      // One form that says nothing lets everything in.
      if (types.size === 0) return new Set()
      // Sound: what is no type of JSON Schema is left out.
      for (const type of types) if (known.has(type)) found.add(type as ApiType)
    }
    if (views.length > 0 && views.every(isTimestamp)) found.add('timestamp')
    return found
  }

  get written(): string {
    const {views} = this.#branches
    const types = [...new Set(views.flatMap(view => [...typesOf(view)]))].join(' or ')
    const formats = [...new Set(views.flatMap(view => view.keyword('format').flatMap(({text}) => text ?? [])))]
    return formats.length === 0 ? types : `${types} with the format "${formats.join('" or "')}"`
  }

  get nullable(): boolean {
    return this.#branches.nullable
  }

  get values(): readonly unknown[] | undefined {
    const lists = this.#branches.views.map(valuesOf)
    return lists.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap(list => list ?? [])
  }

  get output() {
    return this.#isMarked('writeOnly') ? undefined : this.surroundings.outputOf(this.owner)
  }

  get personal(): boolean {
    return this.#isMarked('x-pii') || this.owner.get('x-pii')?.value === true
  }

  get inError(): boolean {
    return this.surroundings.isError(this.owner)
  }

  get inEnvelope(): boolean {
    return this.surroundings.isEnvelope(this.owner)
  }

  get #branches() {
    this.#value ??= this.schema ? valueBranches(this.surroundings.schemas, [this.schema]) : {views: [], nullable: false}
    return this.#value
  }

  /** A mark beside a `$ref` is a mark, also where JSON Schema does not see it; so is one of what it is a list of. */
  #isMarked(keyword: string): boolean {
    const {views} = this.#branches
    const marks = (view: SchemaView) => view.keyword(keyword).some(node => node.value === true)
    return (
      this.schema?.get(keyword)?.value === true ||
      views.some(view => marks(view) || (view.items.length > 0 && marks(this.surroundings.schemas.view(view.items))))
    )
  }
}

const known: ReadonlySet<string> = new Set<ApiType>(['string', 'integer', 'number', 'boolean', 'object', 'array'])

function isTimestamp(view: SchemaView): boolean {
  const types = typesOf(view)
  return types.has('string') && types.size === 1 && view.keyword('format').some(({text}) => text === 'date-time')
}
