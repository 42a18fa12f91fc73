import {expect} from 'vitest'
import {contractOperations} from '../src/platform/contract/contract-operation.js'
import {readContract} from '../src/platform/contract/document.js'
import {sharedSchemas} from '../src/platform/contract/schemas.js'
import {createValidators, sentences} from '../src/platform/contract/validators.js'
import type {TestAnswer} from './service.js'

const contract = readContract(new URL('../contracts/openapi.yaml', import.meta.url))
const operations = contractOperations(contract)
const validators = createValidators(sharedSchemas(contract))
const covered = new Set<string>()

/** Judges an answer and remembers that it was seen. */
export function hold(operationId: string, status: number, {status: actual, headers, body}: TestAnswer): void {
  expect([operationId, actual, body?.errors]).toEqual([operationId, status, body?.errors])
  const operation = operations.find(each => each.operationId === operationId)
  const schema = operation?.responses.get(status)
  expect(schema, `${operationId} declares ${status}`).not.toBeUndefined()
  if (schema) {
    const validate = validators.body(schema)
    expect(validate(body) ? [] : sentences(validate.errors), `${operationId} ${status}`).toEqual([])
  } else {
    expect(body).toBeUndefined()
  }
  if (operation?.protection) {
    if (body) expect(headers.get('x-request-id')).toBe(body.meta.requestId)
    expect(headers.get('x-correlation-id')).toBeTruthy()
    if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    if (status < 300 || status === 429) {
      for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) {
        expect(Number.isInteger(Number(headers.get(name) ?? Number.NaN)), name).toBe(true)
      }
    }
    if (status === 401) expect(headers.get('www-authenticate')).toContain('Bearer')
  }
  covered.add(`${operationId} ${status}`)
}

/** The answers that the contract declares for operations with one of these tags, and those of them that were seen. */
export function coverage(...tags: readonly string[]): {
  readonly declared: readonly string[]
  readonly seen: readonly string[]
} {
  const wanted = operations.filter(({operationId}) => tagsOf(operationId).some(tag => tags.includes(tag)))
  const declared = wanted.flatMap(({operationId, responses}) =>
    [...responses.keys()].map(status => `${operationId} ${status}`),
  )
  const names = new Set(wanted.map(({operationId}) => operationId))
  const seen = [...covered].filter(answer => names.has(answer.split(' ')[0] ?? ''))
  return {declared: declared.sort(), seen: seen.sort()}
}

function tagsOf(operationId: string): readonly string[] {
  const items = Object.values(contract.resolve(contract.root['paths'])).map(contract.resolve)
  const found = items
    .flatMap(item => Object.values(item))
    .find(each => contract.resolve(each)['operationId'] === operationId)
  const tags = contract.resolve(found)['tags']
  return Array.isArray(tags) ? tags.map(String) : []
}
