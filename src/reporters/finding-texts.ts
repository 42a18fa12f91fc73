import type {ChalkInstance} from 'chalk'
import type {Finding, Severity} from '../core/finding.js'
import type {Report, ReportStyle} from '../core/report.js'
import {Lines} from '../core/source.js'
import {codeFrame} from './code-frame.js'
import {printable} from './printable.js'
import {hanging} from './wrap.js'

export const severityColors = {error: 'red', warning: 'yellow', info: 'blue'} as const satisfies Record<
  Severity,
  string
>

/** Columns in which a sentence has to stay; without a terminal it is not broken. */
export function sentenceWidth({terminal, width}: Pick<ReportStyle, 'terminal' | 'width'>): number {
  return terminal ? width : Number.POSITIVE_INFINITY
}

/** The places that explain a finding, at most so many, indented below it. */
export function relatedRows(
  {related = [], uses = related.length}: Finding,
  style: ReportStyle,
  paint: ChalkInstance,
  most = 3,
): string[] {
  const shown = related.slice(0, most)
  const rows = shown.map(({message, location: {path, start}}) => `${message} ${path}:${start.line}:${start.column}`)
  const more = uses - shown.length
  if (more > 0) rows.push(`… and ${more} more ${more === 1 ? 'place' : 'places'}.`)
  return rows.map(row => paint.dim(hanging('      ', 6, printable(row), sentenceWidth(style))))
}

/** Draws the code frame of a finding; nothing where the text of its file is not at hand. */
export function frames({sources = []}: Report, {width}: ReportStyle, paint: ChalkInstance) {
  const texts = new Map(sources.map(({path, text}) => [path, text]))
  const known = new Map<string, Lines>()
  return ({location}: Finding): string[] => {
    const text = texts.get(location.path)
    if (text === undefined) return []
    const lines = known.get(location.path) ?? new Lines(text)
    known.set(location.path, lines)
    return [codeFrame(lines, location, width, paint)]
  }
}

/** Why a rule is there and what to do, indented below a finding. */
export function adviceRows(
  why: string | undefined,
  fix: string | undefined,
  style: ReportStyle,
  paint: ChalkInstance,
): string[] {
  const row = (name: string, sentence: string | undefined) =>
    sentence ? [hanging(`      ${paint.dim(name)} `, 10, printable(sentence), sentenceWidth(style))] : []
  return [...row('why', why), ...row('fix', fix)]
}
