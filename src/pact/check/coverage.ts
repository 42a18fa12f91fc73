import type {OpenApi, Operation} from '../../contracts/openapi/model.js'
import {type Exchange, exchangesOf, openApisOf} from '../../contracts/pact/exchanges.js'
import {describedFields, readFields} from './fields.js'
import type {Gathered} from './gather.js'

/** How much of a contract its consumers use. */
export interface Coverage {
  readonly provider: string
  readonly operations: Share
  /** Statuses of operations that are listed by their number. */
  readonly statuses: Share
  /** Fields of the answers of operations that somebody uses. */
  readonly fields: Share
  /** In the order of the contract. */
  readonly used: readonly OperationCoverage[]
  readonly unused: readonly string[]
  readonly consumers: readonly {readonly consumer: string; readonly operations: number; readonly fields: number}[]
}

/** Some of a number of things. */
export interface Share {
  readonly used: number
  readonly total: number
}

/** How much of an operation its consumers use. */
export interface OperationCoverage {
  readonly operation: string
  readonly consumers: readonly string[]
  readonly unusedStatuses: readonly string[]
  /** Fields of its answers that nobody reads: `items[].price`. */
  readonly unreadFields: readonly string[]
  readonly fields: Share
}

/** What of the OpenAPI contracts of a provider its consumers use. */
export function coverageOf({provider, pacts, run}: Gathered): Coverage | undefined {
  const apis = openApisOf(run)
  if (apis.length === 0) return undefined
  const byOperation = new Map<Operation, Exchange[]>()
  for (const exchange of pacts.flatMap(pact => exchangesOf(pact, run))) {
    const operation = exchange.route?.operation
    if (operation) byOperation.set(operation, [...(byOperation.get(operation) ?? []), exchange])
  }
  const all = apis.flatMap(({document}) => document.operations.map(operation => ({document, operation})))
  const used = all.flatMap(({document, operation}) => {
    const exchanges = byOperation.get(operation)
    return exchanges === undefined ? [] : {operation, ...coverageOfOperation(document, operation, exchanges)}
  })
  const numbered = all.flatMap(({operation}) => operation.responses.filter(({status}) => /^\d{3}$/.test(status)))
  const answered = new Set([...byOperation.values()].flat().map(({answer}) => answer))
  const sum = (of: (each: (typeof used)[number]) => number) => used.reduce((total, each) => total + of(each), 0)
  return {
    provider,
    operations: {used: used.length, total: all.length},
    statuses: {used: numbered.filter(each => answered.has(each)).length, total: numbered.length},
    fields: {used: sum(({fields}) => fields.used), total: sum(({fields}) => fields.total)},
    used: used.map(each => ({...each, operation: each.operation.title})),
    unused: all.filter(({operation}) => !byOperation.has(operation)).map(({operation}) => operation.title),
    consumers: consumersOf([...byOperation.values()].flat()),
  }
}

function coverageOfOperation(document: OpenApi, operation: Operation, exchanges: readonly Exchange[]) {
  const answers = new Set(exchanges.flatMap(({answer}) => answer ?? []))
  const described = new Set(
    [...answers].flatMap(({content}) =>
      content.flatMap(({isJson, schema}) => (isJson && schema ? describedFields(document, schema) : [])),
    ),
  )
  const read = new Set(exchanges.flatMap(({interaction}) => readFields(interaction.response.body?.value)))
  const unread = [...described].filter(field => !read.has(field))
  return {
    consumers: [...new Set(exchanges.map(({interaction}) => interaction.consumer))].sort(),
    unusedStatuses: operation.responses.filter(each => !answers.has(each)).map(({status}) => status),
    unreadFields: unread,
    fields: {used: described.size - unread.length, total: described.size},
  }
}

function consumersOf(exchanges: readonly Exchange[]): Coverage['consumers'] {
  const names = [...new Set(exchanges.map(({interaction}) => interaction.consumer))].sort()
  return names.map(consumer => {
    const own = exchanges.filter(({interaction}) => interaction.consumer === consumer)
    const fields = own.flatMap(({route, interaction}) =>
      readFields(interaction.response.body?.value).map(field => `${route?.operation?.title} ${field}`),
    )
    return {consumer, operations: new Set(own.map(({route}) => route?.operation)).size, fields: new Set(fields).size}
  })
}
