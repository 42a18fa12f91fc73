import type {JsonNode, OpenApiContract} from '../../contracts/openapi/model.js'
import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {parseRate} from '../quantity.js'
import {parseThreshold, type Threshold} from './threshold.js'

/** What an `x-slo` says. */
export interface Objectives {
  readonly thresholds: readonly Threshold[]
  /** How often the operation is sent among the others. */
  readonly weight?: number
  /** Requests per second that the objectives hold for. */
  readonly rate?: number
}

/** Keys of `x-slo`; the last two are for checks of a gateway, which a plain load test does not make. */
const keys = ['latency', 'errorRate', 'rate', 'weight', 'rateLimit', 'gatewayOverhead']

const hint = 'Write for instance "x-slo: {latency: {p95: 50ms}, errorRate: 0.1%, weight: 2}".'

/** Reads the `x-slo` of a contract, or of one of its operations, by whose title its thresholds are named. */
export function readObjectives(owner: JsonNode, contract: OpenApiContract, operation?: string): Objectives {
  const slo = owner.get('x-slo')
  if (slo === undefined) return {thresholds: []}
  if (!slo.isObject) throw complaint(slo, 'is no object', contract)
  const thresholds: Threshold[] = []
  let weight: number | undefined
  let rate: number | undefined
  for (const member of slo.children()) {
    if (member.name === 'latency') {
      if (!member.isObject) throw complaint(member, 'is no object of percentiles', contract)
      for (const figure of member.children()) thresholds.push(threshold(`${figure.name}<=${textOf(figure)}`, figure))
    } else if (member.name === 'errorRate') thresholds.push(threshold(`errors<=${textOf(member)}`, member))
    else if (member.name === 'rate') rate = parseRate(textOf(member))
    else if (member.name === 'weight') weight = weightOf(member)
    else if (!keys.includes(member.name))
      throw complaint(member, `is no objective.${didYouMean(member.name, keys)}`.replace(/\.$/, ''), contract)
  }
  return {thresholds, ...(weight !== undefined && {weight}), ...(rate !== undefined && {rate})}

  function threshold(text: string, node: JsonNode): Threshold {
    const location = contract.locate({node, on: 'key'})
    const whole = operation === undefined ? text : `${operation}: ${text}`
    return parseThreshold(whole, location, node.document.source)
  }

  function weightOf(node: JsonNode): number {
    const {number} = node
    if (number === undefined || number < 0) throw complaint(node, 'is no number of zero or more', contract)
    return number
  }
}

function textOf(node: JsonNode): string {
  return String(node.value).trim()
}

function complaint(node: JsonNode, problem: string, contract: OpenApiContract): MeshError {
  const {path, start} = contract.locate(node)
  return new MeshError(`"${node.name}" at ${path}:${start.line}:${start.column} ${problem}.`, hint)
}
