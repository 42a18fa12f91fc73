import {type ApiDeprecation, type ApiElement, type ApiModel, lazyApi} from '../shared/model.js'
import {errorCodesOf, noteIn} from './api-comments.js'
import {fieldsOf} from './api-fields.js'
import {updatesOf} from './api-updates.js'
import {entitiesOf} from './entities.js'
import {exemptionsOf} from './exemptions.js'
import type {ProtobufFile} from './file.js'
import type {Declaration, Span} from './nodes.js'
import {isSet, optionOf} from './option-lookup.js'
import type {Named} from './placed.js'
import {headOf} from './spans.js'

/** Rules judge one file after the other: only what was made for the last one is kept. */
let last: {readonly file: ProtobufFile; readonly api: ApiModel} | undefined

/** What rules for all kinds see of a file. */
export function apiOf(file: ProtobufFile): ApiModel {
  if (last?.file !== file) last = {file, api: makeApi(file)}
  return last.api
}

function makeApi(file: ProtobufFile): ApiModel {
  return lazyApi('protobuf', {
    // Compilers make names in camelCase for JSON by themselves; only those that are given can be wrong.
    names: () =>
      file.fields.flatMap(field => {
        const option = optionOf(field, 'json_name')
        return option === undefined ? [] : {name: option.value.text, what: 'JSON name', at: option}
      }),
    fields: () => fieldsOf(file),
    elements: () => elementsOf(file),
    deprecations: () => deprecationsOf(file),
    errorCodes: () => errorCodesOf(file),
    updates: () => updatesOf(file),
    exemptions: () => exemptionsOf(file),
    entities: () => entitiesOf(file),
  })
}

type Element = Extract<Declaration, Named>

const words: Readonly<Record<Element['kind'], string>> = {
  message: 'Message',
  field: 'Field',
  oneof: 'Oneof',
  enum: 'Enum',
  value: 'Value',
  service: 'Service',
  rpc: 'Rpc',
}

/** `Message "Order"`, as messages begin. */
function titleOf(node: Element): string {
  return `${words[node.kind]} "${node.name}"`
}

/** Services, rpcs and messages, which readers of the contract look up. */
function elementsOf(file: ProtobufFile): ApiElement[] {
  return [...file.services, ...file.rpcs, ...file.messages].map(node => new ElementView(file, node))
}

const nothing: readonly string[] = []
const comment: readonly string[] = ['no comment above it']

/** A declaration of which its title is only asked for where something is missing. */
class ElementView implements ApiElement {
  constructor(
    private readonly file: ProtobufFile,
    private readonly node: Element,
  ) {}

  get title(): string {
    return titleOf(this.node)
  }

  get lacks(): readonly string[] {
    return this.file.comments.documents(this.node.start) ? nothing : comment
  }

  get at(): Span {
    return headOf(this.node)
  }
}

function deprecationsOf(file: ProtobufFile): ApiDeprecation[] {
  // Most files have nothing of the kind.
  if (!file.allOptions.some(({name}) => name === 'deprecated')) return []
  const nodes = [...file.messages, ...file.fields, ...file.enums, ...file.values, ...file.services, ...file.rpcs]
  const found: ApiDeprecation[] = nodes.filter(isDeprecated).map(node => deprecationOf(file, node, titleOf(node)))
  if (!isDeprecated(file)) return found
  const statement = file.package ?? file.syntax
  return [statement ? deprecationOf(file, statement, 'The file') : untold('The file', file), ...found]
}

function isDeprecated(node: Element | ProtobufFile): boolean {
  return isSet(node, 'deprecated')
}

function deprecationOf(file: ProtobufFile, node: Declaration & {readonly end: number}, title: string): ApiDeprecation {
  const sunset = noteIn(file, node, sunsetDate)
  return {
    title,
    since: noteIn(file, node, sinceDate)?.text,
    sunset: sunset?.text,
    at: sunset === undefined ? node : {node, start: sunset.start, end: sunset.start + sunset.text.length},
  }
}

function untold(title: string, at: Declaration): ApiDeprecation {
  return {title, since: undefined, sunset: undefined, at}
}

const sunsetDate = /\bSunset:[ \t]*([^\s.,;)"]+)/i
const sinceDate = /\bDeprecated(?:[ \t]+(?:since|on|at|from))?:?[ \t]+(\d{4}-\d{2}-\d{2}[^\s.,;)]*)/i
