import {readJson} from '../../contracts/json/document.js'
import type {JsonNode} from '../../contracts/json/node.js'
import {MeshError} from '../../core/errors.js'
import {didYouMean} from '../../core/suggest.js'
import {readTextFile, shownPath} from '../../io/files.js'
import {parseThreshold, type Threshold} from './threshold.js'

/** OpenSLO leaves to the metric what its numbers are, and to which requests they belong; annotations say it here. */
const unitKey = 'mesh/unit'
const operationKey = 'mesh/operation'

/** The thresholds that an OpenSLO file states: each objective of its documents of the kind "SLO". */
export async function readOpenSlo(path: string): Promise<Threshold[]> {
  const source = {path: shownPath(path), text: await readTextFile(path)}
  const {documents, problems} = readJson(source)
  const broken = problems.find(({kind}) => kind === 'syntax')
  if (broken)
    throw new MeshError(
      `"${source.path}" cannot be read: ${broken.message} (${broken.location.start.line}:${broken.location.start.column})`,
      'Mend the line that is named.',
    )
  const roots = documents.map(({root}) => root)
  const slos = roots.filter(root => root.get('kind')?.text === 'SLO' && isOpenSlo(root))
  if (slos.length === 0)
    throw new MeshError(
      `"${source.path}" has no objective of OpenSLO.`,
      'It has to have a document with "apiVersion: openslo/v1" and "kind: SLO".',
    )
  const indicators = new Map(
    roots.filter(root => root.get('kind')?.text === 'SLI').map(root => [root.at('metadata', 'name')?.text, root]),
  )
  return slos.flatMap(slo => thresholdsOf(slo, indicators))
}

function isOpenSlo(root: JsonNode): boolean {
  return /^openslo\/v1/.test(root.get('apiVersion')?.text ?? '')
}

function thresholdsOf(slo: JsonNode, indicators: ReadonlyMap<string | undefined, JsonNode>): Threshold[] {
  const method = slo.at('spec', 'budgetingMethod')
  if (method && method.text !== 'Occurrences')
    throw complaint(method, `is "${method.shown}"; a load test counts requests: "Occurrences"`)
  const indicator = indicatorOf(slo, indicators)
  const objectives = slo.at('spec', 'objectives')?.children() ?? []
  if (objectives.length === 0) throw complaint(slo.at('spec', 'objectives') ?? slo, 'has no objective')
  const annotation = (key: string) =>
    [slo, indicator].flatMap(node => node.at('metadata', 'annotations', key) ?? []).find(({text}) => text !== undefined)
  const operation = annotation(operationKey)?.text
  return objectives.map(objective => {
    const text = indicator.at('spec', 'ratioMetric')
      ? `errors<=${percent(1 - targetOf(objective))}%`
      : latencyOf(objective, annotation(unitKey))
    const location = objective.document.locate(objective)
    return parseThreshold(operation === undefined ? text : `${operation}: ${text}`, location, objective.document.source)
  })
}

function indicatorOf(slo: JsonNode, indicators: ReadonlyMap<string | undefined, JsonNode>): JsonNode {
  const reference = slo.at('spec', 'indicatorRef')
  const indicator = slo.at('spec', 'indicator') ?? (reference && indicators.get(reference.text))
  if (indicator === undefined && reference)
    throw complaint(
      reference,
      `names no indicator of the file.${didYouMean(
        reference.shown,
        [...indicators.keys()].flatMap(name => name ?? []),
      )}`.replace(/\.$/, ''),
    )
  if (!indicator?.at('spec', 'ratioMetric') && !indicator?.at('spec', 'thresholdMetric'))
    throw complaint(indicator ?? slo, 'has neither "ratioMetric" nor "thresholdMetric"')
  return indicator
}

/** `p99<=200ms`: of so many requests, the metric is at most this. */
function latencyOf(objective: JsonNode, unit: JsonNode | undefined): string {
  const [op, value] = [objective.get('op'), objective.get('value')]
  if (op?.text !== 'lte' && op?.text !== 'lt')
    throw complaint(op ?? objective, 'does not limit a latency: "op" has to be "lte" or "lt"')
  if (value?.number === undefined) throw complaint(value ?? objective, 'has no number as "value"')
  if (unit === undefined)
    throw complaint(value, `has no unit: "metadata.annotations" has to have "${unitKey}: ms", or s, or us`)
  return `p${percent(targetOf(objective))}${op.text === 'lt' ? '<' : '<='}${value.number}${unit.shown}`
}

/** The share of good requests, from 0 to 1. */
function targetOf(objective: JsonNode): number {
  const [share, parts] = [objective.get('target'), objective.get('targetPercent')]
  const target = share?.number ?? (parts?.number === undefined ? undefined : parts.number / 100)
  if (target === undefined || target <= 0 || target >= 1)
    throw complaint(share ?? parts ?? objective, 'has to have a "target" between 0 and 1')
  return target
}

/** Without what computers add: 1 - 0.999 is 0.1 %. */
function percent(share: number): number {
  return Number((share * 100).toFixed(8))
}

function complaint(node: JsonNode, problem: string): MeshError {
  const {path, start} = node.document.locate(node)
  const name = typeof node.name === 'string' && node.name !== '' ? `"${node.name}"` : 'The objective'
  return new MeshError(
    `${name} at ${path}:${start.line}:${start.column} ${problem}.`,
    'docs/guide/loadtest.md shows what a load test reads of OpenSLO.',
  )
}
