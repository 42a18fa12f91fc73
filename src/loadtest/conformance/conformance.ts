import {brotliDecompressSync, gunzipSync, inflateSync} from 'node:zlib'
import type {OpenApiContract} from '../../contracts/openapi/model.js'
import {Router} from '../../contracts/pact/router.js'
import type {Operation} from '../source/scenario.js'
import {AnswerJudge} from './answer-judge.js'
import {schemaCompiler} from './compiled-schemas.js'
import {Choice, type SampledAnswer, type Sampler} from './sampler.js'
import {type ConformanceResult, exampleOf, type Violation} from './violation.js'

/** Beyond these nothing new is taken down; what is known is still counted. */
const mostViolations = 100

/** A body is unpacked up to here. */
const mostBytes = 4 * 1024 * 1024

/** Holds answers of a run against the contract. Schemas are compiled before the run begins. */
export class Conformance implements Sampler {
  readonly #judges: readonly (AnswerJudge | undefined)[]
  readonly #choice = new Choice()
  readonly #violations = new Map<string, Violation>()
  #judged = 0

  constructor(
    contract: OpenApiContract,
    private readonly operations: readonly Operation[],
    basePath: string,
  ) {
    const compile = schemaCompiler(contract)
    const router = new Router(contract.document)
    this.#judges = operations.map(({name, method, paths}) => {
      const [path = '/'] = (paths[0] ?? '/').split('?')
      const inside = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
      const operation =
        contract.document.operations.find(({title}) => title === name) ??
        (router.find(method, path) ?? router.find(method, inside))?.operation
      return operation && new AnswerJudge(contract, operation, compile)
    })
  }

  /** Operations of the run that the contract does not have. */
  get unknown(): readonly string[] {
    return this.operations.filter((_, index) => this.#judges[index] === undefined).map(({name}) => name)
  }

  get result(): ConformanceResult {
    return {judged: this.#judged, violations: [...this.#violations.values()]}
  }

  wants(operation: number, status: number): boolean {
    return this.#judges[operation] !== undefined && this.#choice.wants(operation, status)
  }

  take(answer: SampledAnswer): void {
    const judge = this.#judges[answer.operation]
    if (judge === undefined) return
    this.#judged++
    const body = unpacked(answer)
    const json = body && parsed(body)
    const problems =
      body === undefined
        ? [{at: '', problem: 'is no such thing as its "Content-Encoding" says'}]
        : judge.problems({...answer, body}, json)
    const operation = this.operations[answer.operation]?.name ?? ''
    for (const {at, problem} of problems) {
      const key = [operation, answer.status, at, problem].join('\n')
      const known = this.#violations.get(key)
      if (known) this.#violations.set(key, {...known, count: known.count + 1})
      else if (this.#violations.size < mostViolations) {
        const example = exampleOf(answer, json)
        this.#violations.set(key, {operation, status: answer.status, at, problem, count: 1, example})
      }
    }
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** The body itself; undefined when it is not packed as it says. */
function unpacked({headers, body}: SampledAnswer): Buffer | undefined {
  const options = {maxOutputLength: mostBytes}
  try {
    switch (headers['content-encoding']) {
      case 'gzip':
        return gunzipSync(body, options)
      case 'deflate':
        return inflateSync(body, options)
      case 'br':
        return brotliDecompressSync(body, options)
      default:
        return body
    }
  } catch {
    return undefined
  }
}
