import {type ContractDocument, isObject, type JsonObject, readDocument} from '../platform/contract/document.js'
import {localSchema, sharedSchemas} from '../platform/contract/schemas.js'
import {createValidators, sentences, type Validate, type Validators} from '../platform/contract/validators.js'
import {type RetryPolicy, standardRetries} from './retry-policy.js'
import {tolerant} from './tolerant-schema.js'

/** contracts/asyncapi.yaml as code needs it. */
export interface EventContract {
  /** The topic of an event that this service may send; throws when the contract knows none. */
  topicOf(eventType: string): string
  /** What this service receives by an operation of the contract. */
  receiving(operation: string): Receiving
  /** What is wrong with an event that is to be sent, in a sentence each: it has to match its schema exactly. */
  checkSent(eventType: string, event: unknown): readonly string[]
  /** The same of one that was received. Its sender may know more than we do: what is new in a minor version is let in. */
  checkReceived(eventType: string, event: unknown): readonly string[]
}

/** What a receive operation says. */
export interface Receiving {
  readonly topic: string
  readonly eventTypes: readonly string[]
  readonly retries: RetryPolicy
}

/** Reads the contract and compiles its schemas when they are first needed, each once. */
export function readEventContract(path: string | URL): EventContract {
  const contract = readDocument(path, 'asyncapi')
  const operations = Object.values(contract.resolve(contract.root['operations'])).map(each => contract.resolve(each))
  const topics = new Map(
    operations
      .filter(({action}) => action === 'send')
      .flatMap(operation => eventTypesOf(contract, operation).map(type => [type, topicOf(contract, operation)])),
  )
  const exact = checks(contract, {root: contract.root})
  const lenient = checks(contract, {root: tolerant(contract.root)})
  return {
    topicOf(eventType) {
      const topic = topics.get(eventType)
      if (topic === undefined) throw new Error(`No operation of contracts/asyncapi.yaml sends "${eventType}".`)
      return topic
    },
    receiving(name) {
      const operation = contract.resolve(contract.resolve(contract.root['operations'])[name])
      if (operation['action'] !== 'receive') {
        throw new Error(`contracts/asyncapi.yaml has no operation "${name}" that receives.`)
      }
      const retries = contract.resolve(operation['x-retry'])
      return {
        topic: topicOf(contract, operation),
        eventTypes: eventTypesOf(contract, operation),
        retries: {...standardRetries, ...retries},
      }
    },
    checkSent: exact,
    checkReceived: lenient,
  }
}

function topicOf(contract: ContractDocument, operation: JsonObject): string {
  const {address} = contract.resolve(operation['channel'])
  if (typeof address !== 'string') throw new Error('A channel of contracts/asyncapi.yaml has no address.')
  return address
}

/** An operation names its messages by references, or means all of its channel. The name is the type and `Event`. */
function eventTypesOf(contract: ContractDocument, operation: JsonObject): readonly string[] {
  const {messages} = operation
  const names = Array.isArray(messages)
    ? messages.flatMap(each =>
        isObject(each) && typeof each['$ref'] === 'string' ? each['$ref'].split('/').at(-1) : [],
      )
    : Object.keys(contract.resolve(contract.resolve(operation['channel'])['messages']))
  return names.flatMap(name => name?.replace(/Event$/, '') ?? [])
}

/** Holds events against the schema of their type, in the document as it is or made tolerant. */
function checks(contract: ContractDocument, {root}: Pick<ContractDocument, 'root'>) {
  let validators: Validators | undefined
  const compiled = new Map<string, Validate>()
  const compile = (eventType: string): Validate => {
    validators ??= createValidators(sharedSchemas({...contract, root}))
    const {messages} = contract.resolve(root['components'])
    const message = isObject(messages) ? contract.resolve(messages[`${eventType}Event`]) : {}
    if (!isObject(message['payload'])) throw new Error(`contracts/asyncapi.yaml has no "${eventType}Event".`)
    return validators.body(localSchema(contract, message['payload']))
  }
  return (eventType: string, event: unknown): readonly string[] => {
    const check = compiled.get(eventType) ?? compile(eventType)
    compiled.set(eventType, check)
    return check(event) ? [] : sentences(check.errors)
  }
}
