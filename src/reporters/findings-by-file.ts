import type {ChalkInstance} from 'chalk'
import {type Finding, inOrder} from '../core/finding.js'
import type {Report, ReportStyle} from '../core/report.js'
import {adviceRows, frames, relatedRows, sentenceWidth, severityColors} from './finding-texts.js'
import {printable} from './printable.js'
import {hanging} from './wrap.js'

/** Every finding, one block of text for each file. */
export function findingsByFile(report: Report, style: ReportStyle, paint: ChalkInstance): string[] {
  const byPath = new Map<string, Finding[]>()
  for (const finding of inOrder(report.findings)) {
    const others = byPath.get(finding.location.path)
    if (others) others.push(finding)
    else byPath.set(finding.location.path, [finding])
  }
  const ruleOf = new Map(report.rules?.map(rule => [rule.id, rule]))
  const frameOf = frames(report, style, paint)
  return [...byPath].map(([path, found]) => {
    const places = found.map(({location: {start}}) => `${start.line}:${start.column}`)
    const placeWidth = places.reduce((width, place) => Math.max(width, place.length), 0)
    const rows = found.flatMap((finding, index) => {
      const {severity, message, rule} = finding
      const head = [
        ' ',
        paint.dim((places[index] ?? '').padEnd(placeWidth)),
        paint[severityColors[severity]](severity.padEnd(7)),
        '',
      ].join(' ')
      // The rule has no blank in it and stands last, wherever the sentence is broken.
      const sentence = hanging(head, placeWidth + 11, `${printable(message)} ${rule}`, sentenceWidth(style))
      const said = sentence.slice(0, -rule.length) + paint.dim(rule)
      const below = relatedRows(finding, style, paint)
      if (!style.verbose) return [said, ...below]
      const {why, fix} = ruleOf.get(rule) ?? {}
      return [said, ...below, ...frameOf(finding), ...adviceRows(why, finding.fix ?? fix, style, paint), '']
    })
    return [paint.underline(printable(path)), ...rows].join('\n').trimEnd()
  })
}
