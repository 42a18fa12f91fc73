import {answerFor} from '../../contracts/openapi/answer-for.js'
import type {MediaType, OpenApiContract, Operation} from '../../contracts/openapi/model.js'
import {fitting} from '../../contracts/pact/media-types.js'
import {envelopeFault, memberAt} from '../gateway/answer.js'
import type {Fits} from './compiled-schemas.js'
import {misfitsIn, type Problem} from './misfits.js'
import type {SampledAnswer} from './sampler.js'

/** What a gateway says in the place of a service, which need not say so in its contract. */
const ofGateways: ReadonlySet<number> = new Set([401, 403, 413, 429, 502, 503, 504])

/** By how many milliseconds the processing time may be above the time that was measured: clocks are not the same. */
const clockDifference = 5

/** Judges the answers of one operation. */
export class AnswerJudge {
  readonly #fits = new Map<MediaType, Fits | undefined>()

  constructor(
    private readonly contract: OpenApiContract,
    private readonly operation: Operation,
    compile: (schema: NonNullable<MediaType['schema']>) => Fits | undefined,
  ) {
    for (const {content} of operation.responses)
      for (const media of content) if (media.schema && media.isJson) this.#fits.set(media, compile(media.schema))
  }

  problems(answer: SampledAnswer, json: unknown): readonly Problem[] {
    const {status} = answer
    const {method, responses, exempt} = this.operation
    const response = answerFor(responses, status)
    if (response === undefined) return this.#undeclared(answer, json)
    if (method === 'head' || status === 204 || status === 304) return []
    const type = answer.headers['content-type']
    const {content} = response
    if (content.length === 0) return []
    if (answer.body.length === 0) return [{at: '', problem: 'has no body'}]
    if (type === undefined) return [{at: '', problem: 'has no "Content-Type"'}]
    const media = fitting(type, content)
    if (media === undefined)
      return [
        {at: '', problem: `is "${bare(type)}"; the contract has ${content.map(({name}) => `"${name}"`).join(' or ')}`},
      ]
    if (!media.isJson) return []
    if (json === undefined) return [{at: '', problem: 'is no JSON, although its "Content-Type" says so'}]
    return [
      ...this.#misfits(media, json),
      ...(exempt ? [] : [...envelopeProblems(status, json), ...timeProblems(answer, json)]),
    ]
  }

  #misfits(media: MediaType, json: unknown): readonly Problem[] {
    if (media.schema === undefined || this.#fits.get(media)?.(json) === true) return []
    return misfitsIn(this.contract.document, media.schema, json)
  }

  #undeclared(answer: SampledAnswer, json: unknown): readonly Problem[] {
    if (!ofGateways.has(answer.status)) return [{at: '', problem: 'has a status that the contract does not have'}]
    const fault = envelopeFault({headers: answer.headers, json})
    return fault === undefined ? [] : [{at: '', problem: `is no error in the standard's form: ${fault}`}]
  }
}

/** Either data or errors, as the status says. */
function envelopeProblems(status: number, json: unknown): readonly Problem[] {
  const has = (name: string) => memberAt(json, name) !== undefined
  const [wanted, other] = status < 400 ? ['data', 'errors'] : ['errors', 'data']
  if (has(wanted) && has(other)) return [{at: '', problem: `has both "data" and "errors"`}]
  return has(wanted) ? [] : [{at: '', problem: `has no "${wanted}"`}]
}

/** The service cannot have worked for longer than its caller has waited. */
function timeProblems({took}: SampledAnswer, json: unknown): readonly Problem[] {
  const said = memberAt(json, 'meta', 'processingTime')
  if (typeof said !== 'number') return []
  const at = 'meta.processingTime'
  if (said < 0) return [{at, problem: 'is less than nothing'}]
  return said > took + clockDifference ? [{at, problem: 'is more than the caller has waited'}] : []
}

function bare(type: string): string {
  return type.split(';')[0]?.trim() ?? type
}
