import {exemptionAt} from '../json/exemptions.js'
import {type JsonDocument, JsonNode} from '../json/node.js'
import {contentsOf} from './contents.js'
import type {MessageInteraction, Pact, PactContract, RequestInteraction, Values} from './model.js'
import {queryOf, valuesIn} from './values.js'

/** Whether a document is a pact, whatever its version. */
export function isPact(root: JsonNode): boolean {
  const has = (name: string) => root.at(name, 'name')?.text !== undefined
  return has('consumer') && has('provider') && ['interactions', 'messages'].some(name => root.get(name)?.isArray)
}

/** Makes the model of a pact. Never throws: an interaction that cannot be read is left out. */
export function readPactContract(document: JsonDocument): PactContract {
  return {
    kind: 'pact',
    source: document.source,
    document: new PactModel(document.root),
    locate: place => (place instanceof JsonNode ? place : place.node).document.locate(place),
    element: place => (place instanceof JsonNode ? place : place.node).element,
    exemption: exemptionAt,
  }
}

class PactModel implements Pact {
  readonly consumer: string
  readonly provider: string
  readonly requests: readonly RequestInteraction[]
  readonly messages: readonly MessageInteraction[]

  constructor(readonly root: JsonNode) {
    this.consumer = root.at('consumer', 'name')?.text ?? ''
    this.provider = root.at('provider', 'name')?.text ?? ''
    const interactions = root.get('interactions')?.children() ?? []
    const typed = (kind: string) => interactions.filter(node => (node.get('type')?.text ?? 'Synchronous/HTTP') === kind)
    this.requests = typed('Synchronous/HTTP').flatMap(node => this.#request(node) ?? [])
    this.messages = [...typed('Asynchronous/Messages'), ...(root.get('messages')?.children() ?? [])].map(node =>
      this.#message(node),
    )
  }

  #about(node: JsonNode) {
    const description = node.get('description')?.text ?? ''
    return {title: `Interaction "${description}" of "${this.consumer}"`, consumer: this.consumer, description, node}
  }

  #request(node: JsonNode): RequestInteraction | undefined {
    const request = node.get('request')
    const response = node.get('response')
    if (!request?.isObject || !response?.isObject) return undefined
    const at = request.get('path') ?? request
    const [path = '', inPath = ''] = (request.get('path')?.text ?? '/').split('?')
    const headers = valuesIn(request.get('headers'))
    const answered = valuesIn(response.get('headers'))
    return {
      ...this.#about(node),
      request: {
        method: (request.get('method')?.text ?? 'GET').toUpperCase(),
        path,
        at,
        query: [...queryOf(request.get('query')), ...queryOf(inPath === '' ? undefined : at, inPath)],
        headers,
        body: contentsOf(request.get('body'), contentTypeIn(headers)),
      },
      response: {
        status: response.get('status')?.number ?? 200,
        at: response.get('status') ?? response,
        headers: answered,
        body: contentsOf(response.get('body'), contentTypeIn(answered)),
      },
    }
  }

  #message(node: JsonNode): MessageInteraction {
    const metadata = valuesIn(node.get('metadata') ?? node.get('metaData'))
    return {
      ...this.#about(node),
      contents: contentsOf(node.get('contents'), contentTypeIn(metadata)),
      metadata,
    }
  }
}

function contentTypeIn(values: readonly Values[]): string | undefined {
  return values.find(({name}) => /^content-?type$/i.test(name))?.texts[0]
}
